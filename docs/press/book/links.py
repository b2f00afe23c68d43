"""Links between the pages of the site become links between the chapters of the book."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from press.book.errors import BookError
from press.book.source import Page, Source

GLOSSARY = "reference/glossary.html"


@dataclass
class Links:
    """Rewrites links, and remembers where they lead until all chapters are there.

    A link to another chapter gets its number, not its page's: a page is only known when all are
    set, and so would cost setting the book twice.
    """

    source: Source
    numbers: dict[str, str]  # of chapters, by their pages' paths
    wanted: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._pages = {page.path: page for page in self.source.pages}

    def rewrite(self, soup: BeautifulSoup, page: Page) -> None:
        """Prefix every id of *page* with its slug, and point every link into the book."""
        for element in soup(id=True):
            if element.find_parent("svg") is None and element.name != "svg":
                element["id"] = f"{page.slug}--{element['id']}"
        for anchor in soup("a", href=True):
            self._point(anchor, page)

    def _point(self, anchor: Tag, page: Page) -> None:
        href = str(anchor["href"])
        address = urlsplit(href)
        if address.scheme:
            anchor["class"] = [*anchor.get("class", []), "external"]
            return
        path = page.path
        if address.path:
            path = posixpath.normpath(
                posixpath.join(posixpath.dirname(page.path), unquote(address.path))
            )
        other = self._pages.get(path)
        if other is None:
            self._outside(anchor, page, path)
            return
        target = f"{other.slug}--{unquote(address.fragment)}" if address.fragment else other.slug
        anchor["href"] = f"#{target}"
        self.wanted.setdefault(target, f"{page.path}: link {href}")
        kind = "term" if other.path == GLOSSARY else "chapter" if other is not page else "here"
        anchor["class"] = [*anchor.get("class", []), f"to-{kind}"]
        if kind == "chapter" and (number := self.numbers.get(other.path)):
            anchor["data-chapter"] = number

    def _outside(self, anchor: Tag, page: Page, path: str) -> None:
        """A file of the site that is no page of the book: its address on the web, if it has one."""
        beside = path.startswith("../")  # what joins the languages is made after the books
        if not beside and not (self.source.site / path).exists():
            raise BookError(f"{page.path}: link {anchor['href']} leads to nothing in the book")
        if self.source.url:
            anchor["href"] = urljoin(self.source.url, path)
        else:
            anchor.unwrap()

    def check(self, html: str) -> None:
        """Raise BookError if a link leads to an id that the book doesn't have."""
        ids = set(re.findall(r' id="([^"]+)"', html))
        lost = [where for target, where in self.wanted.items() if target not in ids]
        if lost:
            raise BookError(f"{lost[0]} leads to nothing in the book ({len(lost)} such links)")
