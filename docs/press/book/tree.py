"""Find what must be there in a page's HTML, and walk through its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bs4 import NavigableString, Tag

from press.book.errors import BookError

BLOCKS = re.compile("^(p|li|td|th|dt|dd|h[1-6]|figcaption|blockquote|div|text|tspan)$")


class Text(NamedTuple):
    words: NavigableString
    block: Tag  # the paragraph, cell ... in which it stands
    code: bool  # whether it is code
    drawn: bool  # whether it is part of a picture


def one(inside: Tag, selector: str) -> Tag:
    """Return the first element of *inside* that fits *selector*; raise BookError if none does."""
    found = inside.select_one(selector)
    if found is None:
        raise BookError(f"no {selector} in <{inside.name} class={inside.get('class')}>")
    return found


def texts(inside: Tag) -> Iterator[Text]:
    """Yield every text of *inside* in order; those already yielded may be replaced."""

    def walk(tag: Tag, block: Tag, code: bool, drawn: bool) -> Iterator[Text]:
        for child in list(tag.contents):
            if isinstance(child, Tag):
                yield from walk(
                    child,
                    child if BLOCKS.match(child.name) else block,
                    code or child.name == "code" or "code" in child.get("class", ()),
                    drawn or child.name == "svg",
                )
            elif type(child) is NavigableString and child:  # no comment or the like
                yield Text(child, block, code, drawn)

    return walk(inside, inside, False, False)
