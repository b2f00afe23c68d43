"""One page of the site, turned into one chapter of the book."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from press.book import cards, chinese, cleaning, english, notes, pictures, spaces
from press.book.errors import BookError
from press.book.links import Links
from press.book.source import Page, Source


@dataclass(frozen=True)
class Chapter:
    """A page ready for print: its number ("" for a preface), title, HTML and sections."""

    page: Page
    number: str
    title: str
    html: str
    sections: tuple[tuple[str, str], ...]  # (id, title) of each second-level heading
    programs: tuple[cards.Program, ...]


def chapter(page: Page, number: str, in_part: bool, source: Source, links: Links) -> Chapter:
    """Turn *page* from web to print; raise BookError, naming the page, where it can't be done."""
    soup = BeautifulSoup(page.content, "html.parser")
    programs = cards.settle(soup, page, source.language)
    cleaning.clean(soup)
    notes.to_page_foot(soup)
    pictures.place(soup, page, source.language)
    links.rewrite(soup, page)
    (chinese if source.language == "zh" else english).typeset(soup)
    spaces.free(soup)
    heading = soup.h1
    if heading is None:
        raise BookError(f"{page.path}: no title in it (a line `# Title {{ #id }}`)")
    title = _text(heading)
    sections = tuple((str(h2["id"]), _text(h2)) for h2 in soup("h2"))
    if in_part:
        _lower(soup)
    if number:
        mark = soup.new_tag("span", attrs={"class": "number"})
        mark.string = number
        heading.insert(0, " ")
        heading.insert(0, mark)
    heading["class"] = "chapter-title"
    return Chapter(page, number, title, str(soup), sections, tuple(programs))


def _text(heading: Tag) -> str:
    return " ".join(heading.get_text().split())


def _lower(soup: BeautifulSoup) -> None:
    """Below a part's title, a page's title is a second-level heading, and so on."""
    for heading in soup.find_all(re.compile("^h[1-5]$")):
        if isinstance(heading, Tag):
            heading.name = f"h{int(heading.name[1]) + 1}"
