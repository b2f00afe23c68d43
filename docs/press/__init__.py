"""What MkDocs needs from us: Markdown extensions, hooks, and the book."""
