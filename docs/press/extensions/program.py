"""A claim's program, as its page needs to know it."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from press.extensions import places

BREAK = re.compile(r"^# break: (?P<old>.+?) => (?P<new>.+)$", re.M)
NEEDS = re.compile(r"^# needs: (?P<names>.+)$", re.M)
MARK = re.compile(r"^\s*# --8<-- \[(?P<side>start|end):(?P<name>[\w-]+)\]$")
DOCSTRING = re.compile(r'^(?P<quote>"""|\'\'\').*?(?P=quote)\n', re.S)


@dataclass(frozen=True)
class Break:
    """One change that takes away what the claim rests on."""

    old: str
    new: str
    output: Path


@dataclass(frozen=True)
class Program:
    """The program that proves a claim, and the record of what it printed."""

    name: str  # chapter/name_with_underscores
    path: Path
    source: str

    @property
    def output(self) -> Path:
        return places.EVIDENCE / f"{self.name}.txt"

    @property
    def module(self) -> str:
        return f"snippets.{self.name.replace('/', '.')}"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.source.encode()).hexdigest()

    @property
    def needs(self) -> list[str]:
        line = NEEDS.search(self.source)
        names = [name.strip() for name in line["names"].split(",")] if line else []
        return [name for name in names if name != "nothing"]

    @property
    def breaks(self) -> list[Break]:
        return [
            Break(match["old"], match["new"], places.EVIDENCE / f"{self.name}.break-{number}.txt")
            for number, match in enumerate(BREAK.finditer(self.source), 1)
        ]

    @property
    def sections(self) -> set[str]:
        marks = (MARK.match(line) for line in self.source.splitlines())
        return {mark["name"] for mark in marks if mark and mark["side"] == "start"}

    def leaves_out(self, shown: set[str]) -> bool:
        """Whether a page that shows these sections leaves out more than the header.

        The header is the docstring and the comments under it.
        """
        inside: str | None = None
        for line in DOCSTRING.sub("", self.source).splitlines():
            if mark := MARK.match(line):
                inside = mark["name"] if mark["side"] == "start" else None
            elif line.strip() and not line.startswith("#") and inside not in shown:
                return True
        return False

    def whole(self) -> str:
        """The program without the marks that only the pages need."""
        lines = [line for line in self.source.splitlines() if not MARK.match(line)]
        return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip() + "\n"


def find(claim: str) -> Program | None:
    """The program that proves the claim with this id, or None if there is none."""
    file = claim.replace("-", "_") + ".py"
    for path in sorted(places.SNIPPETS.glob(f"*/{file}")):
        name = path.relative_to(places.SNIPPETS).with_suffix("").as_posix()
        return Program(name, path, path.read_text("utf-8"))
    return None
