"""What Chinese print does and CSS can't yet: emphasis without slant, punctuation set close."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, NavigableString

from press.book.tree import texts

HAN = re.compile("[\u3400-\u9fff]")

# Full-width marks have their ink in one half. Where two empty halves meet, one is taken away by
# the font "Three Walls Half": of a closing mark before a mark, of an opening mark after another.
CLOSING = "、。，．：；）」』】》〉”’"  # noqa: RUF001
OPENING = "（「『【《〈“‘"  # noqa: RUF001
HALF = re.compile(f"[{CLOSING}](?=[{CLOSING}{OPENING}])|(?<=[{OPENING}])[{OPENING}]")

COLON = re.compile(r"(?:^|(?<=[\u3400-\u9fff])): ?")


def typeset(soup: BeautifulSoup) -> None:
    """Mark Chinese emphasis, and tighten runs of full-width punctuation."""
    for emphasis in soup("em"):
        if HAN.search(emphasis.get_text()):
            emphasis["class"] = "han"
    for text in texts(soup):
        if HAN.search(text.words) and not (text.code or text.drawn):
            text.words.replace_with(*_tightened(soup, COLON.sub("：", str(text.words))))


def _tightened(soup: BeautifulSoup, text: str) -> list[NavigableString]:
    pieces: list = []
    end = 0
    for match in HALF.finditer(text):
        pieces.append(NavigableString(text[end : match.start()]))
        span = soup.new_tag("span", attrs={"class": "half"})
        span.string = match[0]
        pieces.append(span)
        end = match.end()
    return [*pieces, NavigableString(text[end:])]
