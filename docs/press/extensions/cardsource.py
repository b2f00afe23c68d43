"""A card as its author wrote it: read from the page's lines and checked, before it is drawn."""

import re
from dataclasses import dataclass, field

from press.extensions import evidence, places
from press.extensions.errors import Source, warn
from press.extensions.program import Program, find
from press.extensions.words import VERDICTS, Words

FENCE = re.compile(r"^\s*(?P<mark>`{3,}|~{3,})\s*(?P<language>[\w-]*)")
HEADING = re.compile(r"^(?P<level>#{1,6})\s")
HEADING_ID = re.compile(r"\{[^}]*#(?P<id>[\w-]+)[^}]*\}\s*$")
OPEN = re.compile(r"^(?P<indent>\s*)///\s*claim\b\s*(?:\|\s*(?P<id>\S*))?\s*$")
OPTION = re.compile(r"^ {4}(?P<name>\w+):\s*(?P<value>.*?)\s*$")
INCLUDE = re.compile(r'^\s*--8<--\s+"(?P<file>[^":]+)(?::(?P<section>[\w-]+))?"\s*$')
CLOSE = "///"


@dataclass
class Fence:
    """A fence of a card: its language, and what it includes."""

    language: str
    line: int
    file: str = ""
    section: str = ""


@dataclass
class CardSource:
    """A card's parts and the lines (counted from 0) on which they stand."""

    claim: str
    line: int
    heading: str | None = None  # the id of the heading above the card
    level: int = 0
    options: dict[str, str] = field(default_factory=dict)
    quoted: bool = False
    sentence: bool = False
    fences: list[Fence] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    sources: int | None = None
    program: Program | None = None

    @property
    def cited(self) -> bool:
        return self.options.get("proof") == "cite"

    @property
    def shown(self) -> set[str]:
        """The sections of the program that the card shows."""
        return {fence.section for fence in self.fences if fence.language == "python"}


class Page:
    """Reads a page's source and checks its headings and cards.

    Raises PageError at the first thing that can't be right.
    """

    def __init__(self, source: Source, words: Words) -> None:
        self.source = source
        self.lines = source.lines
        self.words = words
        self.cards: list[CardSource] = []
        self._read()
        for card in self.cards:
            self._check(card)

    def _read(self) -> None:
        heading: str | None = None
        level = 0
        fence = ""
        card: CardSource | None = None
        for number, line in enumerate(self.lines):
            if fence:
                include = INCLUDE.match(line)
                if card and include:
                    card.fences[-1].file = include["file"]
                    card.fences[-1].section = include["section"] or ""
                if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                    fence = ""
            elif opened := FENCE.match(line):
                fence = opened["mark"]
                if card:
                    card.fences.append(Fence(opened["language"], number))
            elif found := HEADING.match(line):
                heading, level = self._heading_id(number), len(found["level"])
            elif opening := OPEN.match(line):
                if opening["indent"]:
                    raise self.source.error(number, "a card is indented; begin it at the margin")
                if card:
                    raise self.source.error(
                        card.line, f"card '{card.claim}' is not closed; end it with ///"
                    )
                card = CardSource(opening["id"] or "", number, heading, level)
                self.cards.append(card)
            elif line.rstrip() == CLOSE:
                card = None
            elif card:
                self._read_part(card, number)
        if card:
            raise self.source.error(
                card.line, f"card '{card.claim}' is not closed; end it with ///"
            )

    def _heading_id(self, number: int) -> str:
        found = HEADING_ID.search(self.lines[number])
        if not found:
            raise self.source.error(
                number,
                "heading without an id; end the line with { #the-id }, the same in both languages",
            )
        return found["id"]

    def _read_part(self, card: CardSource, number: int) -> None:
        line = self.lines[number]
        option = OPTION.match(line)
        if option and number == card.line + 1 + len(card.options):
            card.options[option["name"]] = option["value"]
        elif line.startswith(">"):
            card.quoted = True
        elif line.startswith(f"**{self.words('break-it')}**"):
            card.breaks.append(number)
        elif line.startswith(f"**{self.words('sources')}**"):
            card.sources = number
        elif line.strip() and not card.fences:
            card.sentence = True

    def _check(self, card: CardSource) -> None:
        name = f"card '{card.claim}'"
        if not card.claim:
            raise self.source.error(card.line, "a card without a claim; write /// claim | the-id")
        if card.heading != card.claim or card.level != 2:
            raise self.source.error(
                card.line,
                f"{name} stands under the heading '{card.heading}'; "
                f"put it under one of level 2 that ends with {{ #{card.claim} }}",
            )
        if sum(other.claim == card.claim for other in self.cards) > 1:
            raise self.source.error(card.line, f"{name} stands twice on this page; leave one")
        self._check_options(card, name)
        if not card.sentence:
            raise self.source.error(card.line, f"{name} says nothing; add the claim's sentence")
        if card.sources is None:
            raise self.source.error(
                card.line, f"{name} names no sources; add a paragraph **{self.words('sources')}** …"
            )
        if card.cited:
            self._check_cited(card, name)
        else:
            self._check_proved(card, name)

    def _check_options(self, card: CardSource, name: str) -> None:
        for option in card.options:
            if option not in ("verdict", "proof"):
                raise self.source.error(
                    card.line, f"{name} has an unknown option '{option}'; delete it"
                )
        verdict = card.options.get("verdict")
        if verdict is not None and verdict not in VERDICTS:
            raise self.source.error(
                card.line, f"{name} has an unknown verdict '{verdict}'; use {', '.join(VERDICTS)}"
            )
        if card.quoted != (verdict is not None):
            missing = "the common sentence (> …)" if verdict else "its verdict (    verdict: …)"
            raise self.source.error(
                card.line, f"{name} lacks {missing}; a claim has both or neither"
            )
        if card.options.get("proof", "cite") != "cite":
            raise self.source.error(card.line, f"{name}: the option proof can only be 'cite'")

    def _check_cited(self, card: CardSource, name: str) -> None:
        if card.fences or card.breaks:
            raise self.source.error(
                card.line, f"{name} only cites; take out its code, output and breaks"
            )

    def _check_proved(self, card: CardSource, name: str) -> None:
        file = f"{card.claim.replace('-', '_')}.py"
        program = card.program = find(card.claim)
        if not program:
            raise self.source.error(
                card.line, f"unknown claim '{card.claim}': no {places.SNIPPETS}/*/{file}; write it"
            )
        for fence in card.fences:
            if fence.language == "python" and fence.file != f"{program.name}.py":
                raise self.source.error(
                    fence.line, f'{name} shows other code; include "{program.name}.py:proof"'
                )
        for section in sorted(program.sections & {"proof", "control"}):
            if section not in card.shown:
                raise self.source.error(
                    card.line,
                    f'{name} doesn\'t show its {section}; include "{program.name}.py:{section}"',
                )
        if "proof" not in card.shown:
            raise self.source.error(card.line, f"{name} has no proof; mark one in {program.path}")
        if [fence.file for fence in card.fences if fence.language == "text"] != [
            f"{program.name}.txt"
        ]:
            raise self.source.error(
                card.line, f'{name} has no output; include "{program.name}.txt" in a ```text fence'
            )
        if len(card.breaks) != len(program.breaks):
            raise self.source.error(
                card.line,
                f"{name} explains {len(card.breaks)} breaks, {program.path} has "
                f"{len(program.breaks)}; write one **{self.words('break-it')}** for each",
            )
        if not program.breaks:
            raise self.source.error(
                card.line, f"{name} can't be broken; add '# break:' to {program.path}"
            )

    def without_missing_records(self) -> list[str]:
        """The page's lines; where an output isn't recorded yet, a note stands for it.

        Raises PageError at one that was edited since.
        """
        lines = list(self.lines)
        for card in self.cards:
            if card.program:
                evidence.check_outputs(card.program)
            if card.program and not card.program.output.is_file():
                for fence in card.fences:
                    if fence.language == "text":
                        warn(f"{card.program.output} is missing; run make record")
                        lines[fence.line + 1] = self.words("not-recorded")
        return lines
