"""The book as a whole: its pages in reading order, and the claims on their cards.

What the reference part lists is read from here, and so from the cards themselves.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from press.extensions import places
from press.extensions.cardsource import HEADING, HEADING_ID
from press.extensions.program import Program, find
from press.extensions.words import words

NAVIGATION = {"en": Path("mkdocs.yml"), "zh": Path("mkdocs.zh.yml")}
CARD = re.compile(
    r"^/// claim \| (?P<id>\S+)\n(?P<options>(?: {4}.*\n)*)(?P<text>(?:.*\n)*?)///$", re.M
)
FENCED = re.compile(r"^(?P<mark>`{3,}).*\n(?:.*\n)*?(?P=mark)$", re.M)
NEIGHBOUR = re.compile(r"\]\((?=[\w-]+\.md)")


@dataclass(frozen=True)
class Page:
    """A page as the navigation has it."""

    path: str  # below the language's folder: process/memory.md
    title: str
    part: str  # 1 The process
    number: str  # 1.6, or nothing

    @property
    def chapter(self) -> str:
        return self.path.partition("/")[0]


@dataclass(frozen=True)
class Claim:
    """A claim as its card has it, in Markdown that is right on any page one folder down."""

    id: str
    page: Page
    heading: str
    verdict: str  # nothing for a claim of our own
    cited: bool
    common: str  # the common sentence, if the claim has a verdict
    sentence: str
    sources: str

    @property
    def link(self) -> str:
        return f"../{self.page.path}#{self.id}"

    @property
    def program(self) -> Program | None:
        """Its program as it is now, or None if the claim is only cited."""
        return None if self.cited else find(self.id)


class _Loader(yaml.SafeLoader):
    """Reads a configuration without doing what its tags ask for."""


_Loader.add_multi_constructor("", lambda *_: None)


def pages(language: str) -> tuple[Page, ...]:
    """All Markdown pages of a language, in reading order."""
    path = NAVIGATION[language]
    return _pages(path, path.stat().st_mtime_ns)


@lru_cache
def _pages(path: Path, changed: int) -> tuple[Page, ...]:
    navigation = yaml.load(path.read_text("utf-8"), _Loader)["nav"]
    found: list[Page] = []
    for entry in navigation:
        for part, inside in entry.items():
            found += _part(part, inside) if isinstance(inside, list) else _part("", [entry])
    return tuple(found)


def _part(part: str, inside: list[dict[str, Any]]) -> list[Page]:
    number = part.partition(" ")[0] if part[:1].isdigit() else ""
    found: list[Page] = []
    for entry in inside:
        for title, path in entry.items():
            if path.endswith(".md"):
                page_number = f"{number}.{len(found) + 1}" if number else ""
                found.append(Page(path, title, part, page_number))
    return found


def claims(language: str) -> list[Claim]:
    """All claims of a language's pages, in reading order."""
    found: list[Claim] = []
    for page in pages(language):
        path = places.pages(language) / page.path
        if path.is_file():
            found += _claims(path, path.stat().st_mtime_ns, page, language)
    return found


@lru_cache(maxsize=512)
def _claims(path: Path, changed: int, page: Page, language: str) -> tuple[Claim, ...]:
    text = FENCED.sub("", path.read_text("utf-8"))
    headings = {}
    for line in text.splitlines():
        if HEADING.match(line) and (identity := HEADING_ID.search(line)):
            headings[identity["id"]] = line[: identity.start()].strip("# ")
    return tuple(
        _claim(card, page, headings.get(card["id"], card["id"]), language)
        for card in CARD.finditer(text)
    )


def _claim(card: re.Match[str], page: Page, heading: str, language: str) -> Claim:
    options = dict(re.findall(r"^ {4}(\w+): *(.*?) *$", card["options"], re.M))
    text = NEIGHBOUR.sub(f"](../{page.chapter}/", card["text"])
    paragraphs = [" ".join(each.split()) for each in re.split(r"\n\s*\n", text) if each.strip()]
    label = f"**{words(language)('sources')}**"
    common = [each for each in paragraphs if each.startswith(">")]
    sources = [each for each in paragraphs if each.startswith(label)]
    sentences = [each for each in paragraphs if not each.startswith((">", "**"))]
    return Claim(
        id=card["id"],
        page=page,
        heading=heading,
        verdict=options.get("verdict", ""),
        cited=options.get("proof") == "cite",
        common=re.sub(r"(^|\s)>\s*", r"\1", common[0]) if common else "",
        sentence=sentences[0] if sentences else "",
        sources=sources[0].removeprefix(label).strip() if sources else "",
    )
