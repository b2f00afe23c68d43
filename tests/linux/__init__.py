"""The kernel vocabulary, where a program of the book does not show it at work."""
