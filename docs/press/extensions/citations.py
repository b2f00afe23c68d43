"""Sources: each document that the cards cite, once, with the claims that it supports.

A card's sources are pieces between semicolons. documents.toml says by what a document is known
and of which kind it is; what it doesn't know goes by its address, or by the words it begins with.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from press.extensions.contents import Claim

TABLE = Path(__file__).with_name("documents.toml")
KINDS = ("man", "kernel", "specification", "paper", "other")
SEMICOLON = re.compile(r"[;；]\s*(?![^(（]*[)）])")
LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<address>[^)\s]+)\)")
LEAD = re.compile(r"^[\s,，:：.。]*(?:的\s*)?")
START = re.compile(r"^.+?(?=, |，|: |：| 的 | \(|（|$)")


@dataclass
class Document:
    """A document and where it is cited: claims, each with the places in the document."""

    kind: str
    name: str  # Markdown
    cited: list[tuple[Claim, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    kind: str
    pattern: re.Pattern[str]
    name: str


def documents(claims: list[Claim], language: str) -> list[Document]:
    """All documents that the claims cite, by kind and name."""
    found: dict[str, Document] = {}
    for claim in claims:
        before: str | None = None
        for piece in pieces(claim.sources):
            key, kind, name, place = _identify(piece, language)
            if before and re.match(r"(?:volume|chapter|section)\b|第", piece):
                key, place = before, piece
            document = found.setdefault(key, Document(kind, name))
            if document.kind == "kernel" and LINK.match(name):
                document.name = name
            document.cited.append((claim, place))
            before = key
    return sorted(found.values(), key=lambda each: (KINDS.index(each.kind), _bare(each.name)))


def pieces(sources: str) -> Iterator[str]:
    """The single citations of a card's paragraph."""
    for piece in SEMICOLON.split(sources):
        if piece.strip(" .。"):
            yield piece.strip().rstrip("。").removesuffix(".")


def _identify(piece: str, language: str) -> tuple[str, str, str, str]:
    """Key, kind, name and place in the document of one citation."""
    for known in _known(language):
        if match := known.pattern.search(piece):
            named = match.groupdict().get("name")
            name = known.name or f"`{named}`"
            if named and (link := _around(piece, match)):
                return named, known.kind, link[0], LEAD.sub("", piece[link.end() :])
            place = piece[match.end() :] if match.start() < 12 or named else piece
            return named or known.name, known.kind, name, LEAD.sub("", place)
    kind = next((kind for kind, pattern in _kinds() if pattern.search(piece)), "other")
    if link := LINK.search(piece):
        return link["address"], kind, piece[: link.end()], LEAD.sub("", piece[link.end() :])
    start = START.match(piece)
    name = piece if kind == "paper" or not start else start[0]
    return name, kind, name, LEAD.sub("", piece[len(name) :])


def _around(piece: str, match: re.Match[str]) -> re.Match[str] | None:
    """The link whose text or address the match is part of."""
    for link in LINK.finditer(piece):
        if link.start() <= match.start() and match.end() <= link.end():
            return link
    return None


def _bare(name: str) -> str:
    return re.sub(r"[`*\[《]", "", name).lower()


@lru_cache
def _table() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(TABLE.read_text("utf-8"))


@lru_cache
def _known(language: str) -> list[_Known]:
    return [
        _Known(each["kind"], re.compile(each["pattern"]), each.get(language, each.get("name", "")))
        for each in _table()["document"]
    ]


@lru_cache
def _kinds() -> list[tuple[str, re.Pattern[str]]]:
    return [(each["kind"], re.compile(each["pattern"])) for each in _table()["kind"]]
