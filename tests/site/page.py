"""One Markdown page as the checks see it: sections, cards, and what each line holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LANGUAGES = ("en", "zh")

_FENCE = re.compile(r"^\s*(?P<mark>`{3,}|~{3,})")
_HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<text>.*?)(?:\s*\{(?P<attributes>[^}]*)\})?\s*$")
_ID = re.compile(r"#([\w-]+)")
_CARD = re.compile(r"^/// claim \| (?P<id>\S+)\s*$")
_OPTION = re.compile(r"^ {4}(?P<key>[a-z]+): *(?P<value>.*?)\s*$")
_INCLUDE = re.compile(r"^\s*-+8<-+ *[\"'](?P<target>[^\"']+)[\"']")


@dataclass(frozen=True)
class Line:
    """One line of the source. ``code`` says that it stands in a fence; ``number`` counts from 1."""

    number: int
    text: str
    code: bool = False


@dataclass
class Section:
    """A heading and the lines up to the next one. ``id`` is empty if the heading has none."""

    id: str
    level: int
    title: str
    line: int
    lines: list[Line] = field(default_factory=list)


@dataclass
class Card:
    """A claim's card. ``lines`` are those between its options and the closing ``///``."""

    id: str
    line: int
    section: str
    options: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def paragraphs(self) -> Iterator[tuple[int, str]]:
        """Line number and text, on one line, of each paragraph outside fences."""
        start, words = 0, []
        for line in [*self.lines, Line(0, "")]:
            if line.text.strip() and not line.code:
                start = start or line.number
                words.append(line.text.strip())
            elif words:
                yield start, " ".join(words)
                start, words = 0, []

    def includes(self) -> list[str]:
        """The targets of the include lines in its fences, in order."""
        return [target for line in self.lines if (target := included(line.text))]


@dataclass
class Page:
    """A page. ``where`` is how messages name it: ``docs/en/process/memory.md``."""

    where: str
    sections: list[Section]
    cards: list[Card]


def included(text: str) -> str | None:
    """The target of an include line, or None if the line is not one."""
    found = _INCLUDE.match(text)
    return found["target"] if found else None


def is_fence(text: str) -> bool:
    """Whether the line opens or closes a fence (inside of one: whether it might)."""
    return bool(_FENCE.match(text))


def read(path: Path) -> Page:
    """The page in a file of the book."""
    where = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
    return parse(path.read_text("utf-8"), where)


def parse(source: str, where: str) -> Page:
    """The page in a Markdown text. A front matter is left out; what precedes the first heading
    is a section without id and of level 0."""
    page = Page(where, [Section("", 0, "", 1)], [])
    fence, card, in_options = "", None, False
    for number, text in _body(source):
        found = _FENCE.match(text)
        mark = found["mark"] if found else ""
        line = Line(number, text, code=bool(fence or mark))
        if fence:
            if mark.startswith(fence) and not text.strip().strip(mark[0]):
                fence = ""
        elif mark:
            fence = mark
        elif start := _CARD.match(text):
            card, in_options = Card(start["id"], number, page.sections[-1].id), True
            page.cards.append(card)
            continue
        elif card and text.rstrip() == "///":
            card = None
            continue
        elif card and in_options and (option := _OPTION.match(text)):
            card.options[option["key"]] = option["value"]
            continue
        elif heading := _HEADING.match(text):
            identity = _ID.search(heading["attributes"] or "")
            page.sections.append(
                Section(
                    identity[1] if identity else "",
                    len(heading["marks"]),
                    heading["text"],
                    number,
                )
            )
            continue
        in_options = False
        page.sections[-1].lines.append(line)
        if card:
            card.lines.append(line)
    return page


def _body(source: str) -> Iterator[tuple[int, str]]:
    lines = source.splitlines()
    start = 0
    if lines and lines[0] == "---" and "---" in lines[1:]:
        start = lines.index("---", 1) + 1
    yield from enumerate(lines[start:], start + 1)


def sources(language: str, docs: Path = DOCS) -> list[str]:
    """The paths of all pages of a language, relative to its folder, sorted."""
    folder = docs / language
    found = [*folder.rglob("*.md"), *folder.rglob("*.ipynb")]
    return sorted(str(path.relative_to(folder)) for path in found)


def markdown(language: str) -> list[Path]:
    """The Markdown pages of a language, sorted."""
    return sorted((DOCS / language).rglob("*.md"))
