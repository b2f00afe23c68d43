"""Markdown extensions: they work wherever Python-Markdown does, with MkDocs or without."""
