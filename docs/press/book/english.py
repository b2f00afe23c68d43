"""English quotation marks and apostrophes as printers set them; the pages have typewriter's."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, NavigableString
from bs4.element import PreformattedString

OPENS_AFTER = " \t\n([{-\u2013\u2014\u201c\u2018"  # what may stand before an opening mark
BLOCKS = re.compile("^(p|li|td|th|dt|dd|h[1-6]|figcaption|blockquote|div|text|tspan)$")


def typeset(soup: BeautifulSoup) -> None:
    """Turn the marks of the prose; code keeps its own."""
    block, before = None, " "
    for text in soup.find_all(string=True):
        if isinstance(text, PreformattedString) or not text:
            continue
        if (here := text.find_parent(BLOCKS)) is not block:
            block, before = here, " "
        last = text[-1]
        if not text.find_parent("code") and not text.find_parent(class_="code"):
            text.replace_with(NavigableString(curled(str(text), before)))
        before = last


def curled(text: str, before: str) -> str:
    """Return *text* with its marks turned; *before* is the letter in front of it."""
    result = []
    for letter in text:
        opening = before in OPENS_AFTER
        before = letter
        if letter == '"':
            letter = "\u201c" if opening else "\u201d"
        elif letter == "'":
            letter = "\u2018" if opening else "\u2019"
        result.append(letter)
    return "".join(result)
