"""The pages of one language, as the site build handed them over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from press.book.errors import BookError

LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Page:
    """One page of the site: its address in the language's site, and its HTML without the theme."""

    path: str
    title: str
    part: str
    worksheet: bool
    content: str

    @property
    def slug(self) -> str:
        """The page's prefix for ids: ``process/memory.html`` gives ``process-memory``."""
        return self.path.removesuffix(".html").replace("/", "-")


@dataclass(frozen=True)
class Source:
    """All pages of one language in reading order, and the built site they belong to."""

    language: str
    name: str
    url: str
    site: Path
    pages: tuple[Page, ...]


def load(root: Path, language: str) -> Source:
    """Read what the last site build left for *language*; raise BookError if there was none."""
    handed_over = root / ".cache" / "book" / f"{language}.json"
    site = root / "site" / language
    if not handed_over.is_file() or not site.is_dir():
        raise BookError(
            f"no pages to print: the site was not built ({handed_over.relative_to(root)} "
            "is missing); run `make site`"
        )
    book = json.loads(handed_over.read_text(encoding="utf-8"))
    pages = tuple(Page(**page) for page in book["pages"])
    return Source(language, book["name"], book["url"], site, pages)
