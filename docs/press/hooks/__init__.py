"""What only MkDocs' own events can do; as little as possible."""
