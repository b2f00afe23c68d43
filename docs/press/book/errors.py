"""The one kind of failure a person has to read."""


class BookError(Exception):
    """The book can't be made; the message says what is wrong, where, and what to do."""
