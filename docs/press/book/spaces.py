"""Work around a fault of WeasyPrint 70: a space that would hang over the end of a line.

Where a text fits its line only without its last space, and inline code or a link follows,
`split_first_line` ends the line after the text's first word. A space of its own may hang.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

LAST = re.compile(r"(?<=\S)\s+$")
INLINE = ("a", "code", "em", "strong", "span")


def free(soup: BeautifulSoup) -> None:
    """Put the space between a text and the inline element that follows into a <span>."""
    for text in soup.find_all(string=LAST):
        after = text.next_sibling
        if not isinstance(after, Tag) or after.name not in INLINE:
            continue
        if text.find_parent(["code", "svg"]) or text.find_parent(class_="code"):
            continue
        space = soup.new_tag("span")
        space.string = " "
        text.insert_after(space)
        text.replace_with(LAST.sub("", str(text)))
