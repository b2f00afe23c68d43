"""Find what must be there in a page's HTML."""

from __future__ import annotations

from bs4 import Tag

from press.book.errors import BookError


def one(inside: Tag, selector: str) -> Tag:
    """Return the first element of *inside* that fits *selector*; raise BookError if none does."""
    found = inside.select_one(selector)
    if found is None:
        raise BookError(f"no {selector} in <{inside.name} class={inside.get('class')}>")
    return found
