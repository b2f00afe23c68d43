"""Footnotes: from the end of a web page to the foot of the printed page."""

from __future__ import annotations

from copy import copy

from bs4 import BeautifulSoup, NavigableString, Tag

STAY = "\u2060"  # word joiner: a note's number never begins a line


def to_page_foot(soup: BeautifulSoup) -> None:
    """Move each note into its reference, where CSS floats it to the page's foot."""
    notes = {str(item["id"]): item for item in soup.select(".footnote li[id]")}
    for reference in soup.select("a.footnote-ref"):
        note = copy(notes[str(reference["href"]).removeprefix("#")])
        for back in note.select(".footnote-backref"):
            back.decompose()
        for paragraph in note("p"):
            paragraph.unwrap()
        note.name = "span"
        note.attrs = {"class": "page-foot"}
        _trim(note)
        mark = reference.find_parent("sup") or reference
        mark.replace_with(STAY, note)
    for block in soup.select(".footnote"):
        block.decompose()


def _trim(note: Tag) -> None:
    """Drop the white space around *note*'s text: the first of it would push the text off."""
    note.smooth()
    for end, side in ((0, str.lstrip), (-1, str.rstrip)):
        text = note.contents[end]
        if isinstance(text, NavigableString):
            text.replace_with(side(str(text)))
