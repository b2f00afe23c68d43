"""Work around a fault of WeasyPrint 70: a space that would hang over the end of a line.

Where a text fits its line only without its last space, and inline code or a link follows,
`split_first_line` ends the line after the text's first word. A space of its own may hang.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from press.book.tree import texts

LAST = re.compile(r"(?<=\S)\s+$")
INLINE = ("a", "code", "em", "strong", "span")


def free(soup: BeautifulSoup) -> None:
    """Put the space between a text and the inline element that follows into a <span>."""
    for text in texts(soup):
        after = text.words.next_sibling
        if not isinstance(after, Tag) or after.name not in INLINE or text.code or text.drawn:
            continue
        if LAST.search(text.words):
            space = soup.new_tag("span")
            space.string = " "
            text.words.insert_after(space)
            text.words.replace_with(LAST.sub("", str(text.words)))
