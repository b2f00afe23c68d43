"""Glossary: a link to ``glossary.md#id`` carries the term's definition."""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from press.extensions import places
from press.extensions.errors import Source

LINK = re.compile(r"(?:.*/)?glossary\.md#(?P<id>[\w-]+)$")
ENTRY = re.compile(
    r"^###? (?P<term>.+?) *\{ *#(?P<id>[\w-]+) *\}\n+(?P<text>(?:[^#\n].*\n?)+)", re.M
)
MARKUP = re.compile(r"!?\[(?P<label>[^\]]*)\]\([^)]*\)|(?P<sign>[`*]+)")


class GlossaryTreeprocessor(Treeprocessor):
    def __init__(self, md: Markdown, source: Source) -> None:
        super().__init__(md)
        self.source = source

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            if match := LINK.match(link.get("href", "")):
                link.set("class", "term")
                link.set("title", self.definition(match["id"]))

    def definition(self, term: str) -> str:
        known = entries(self.source.language)
        if term not in known:
            raise self.source.error(
                f"glossary.md#{term}",
                f"no term '{term}' in {places.glossary(self.source.language)}; "
                "add it or correct the link",
            )
        return known[term].definition


class Entry(NamedTuple):
    term: str  # as the heading writes it
    definition: str  # the first paragraph under it


@lru_cache
def read(path: Path, changed: int) -> dict[str, Entry]:
    """A glossary's entries by their ids, as plain text.

    ``changed`` is the file's modification time; it only tells the cache when to read again.
    """
    return {
        entry["id"]: Entry(plain(entry["term"]), " ".join(plain(entry["text"]).split()))
        for entry in ENTRY.finditer(path.read_text("utf-8"))
    }


def entries(language: str) -> dict[str, Entry]:
    """The entries of a language's glossary by their ids; none if there is no glossary."""
    path = places.glossary(language)
    return read(path, path.stat().st_mtime_ns) if path.is_file() else {}


def plain(markdown: str) -> str:
    return MARKUP.sub(lambda match: match["label"] or "", markdown)
