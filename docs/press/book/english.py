"""English quotation marks and apostrophes as printers set them; the pages have typewriter's."""

from __future__ import annotations

from bs4 import BeautifulSoup, NavigableString

from press.book.tree import texts

OPENS_AFTER = " \t\n([{-\u2013\u2014\u201c\u2018"  # what may stand before an opening mark


def typeset(soup: BeautifulSoup) -> None:
    """Turn the marks of the prose; code keeps its own."""
    block, before = None, " "
    for text in texts(soup):
        if text.block is not block:
            block, before = text.block, " "
        last = text.words[-1]
        if not text.code and ("'" in text.words or '"' in text.words):
            text.words.replace_with(NavigableString(curled(str(text.words), before)))
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
