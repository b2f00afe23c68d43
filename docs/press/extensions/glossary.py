"""Glossary: a link to ``glossary.md#id`` carries the term's definition."""

import re
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from press.extensions import errors, places

LINK = re.compile(r"(?:.*/)?glossary\.md#(?P<id>[\w-]+)$")
ENTRY = re.compile(
    r"^###? (?P<term>.+?) *\{ *#(?P<id>[\w-]+) *\}\n+(?P<text>(?:[^#\n].*\n?)+)", re.M
)
MARKUP = re.compile(r"!?\[(?P<label>[^\]]*)\]\([^)]*\)|(?P<sign>[`*]+)")


class GlossaryTreeprocessor(Treeprocessor):
    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.language = language

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            if match := LINK.match(link.get("href", "")):
                link.set("class", "term")
                link.set("title", self.definition(match["id"]))

    def definition(self, term: str) -> str:
        path = places.glossary(self.language)
        known = read(path, path.stat().st_mtime_ns) if path.is_file() else {}
        if term not in known:
            source = "\n".join(self.md.lines)
            where = errors.place(
                self.language, source, errors.line_of(source, f"glossary.md#{term}")
            )
            raise errors.PageError(
                f"{where}: no term '{term}' in {path}; add it or correct the link"
            )
        return known[term]


@lru_cache
def read(path: Path, changed: int) -> dict[str, str]:
    """Each term's id with the first paragraph of its entry, as plain text.

    ``changed`` is the file's modification time; it only tells the cache when to read again.
    """
    return {
        entry["id"]: " ".join(plain(entry["text"]).split())
        for entry in ENTRY.finditer(path.read_text("utf-8"))
    }


def terms(path: Path) -> list[str]:
    """The terms that a glossary explains, as its headings write them."""
    return [plain(entry["term"]) for entry in ENTRY.finditer(path.read_text("utf-8"))]


def plain(markdown: str) -> str:
    return MARKUP.sub(lambda match: match["label"] or "", markdown)
