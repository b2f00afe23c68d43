"""A program of the book: a file in ``snippets/<chapter>/`` and what its header declares."""

import ast
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from snippets import needs
from tests.proofs import masks

ROOT = Path(__file__).parents[2]
SNIPPETS = ROOT / "snippets"
EVIDENCE = ROOT / "docs" / "evidence"

# These folders hold what programs share or measurements, not claims.
NOT_CHAPTERS = {"linux", "measure", "runtime", "exercises", "__pycache__"}
# These are commands for readers, and what they are built of, with no claim of their own.
COMMANDS = {"container.run", "container.steps", "compare.walls"} | {
    f"vm.{name}"
    for name in (
        *("vmm", "bzimage", "exits", "running", "counting", "serial", "terminal"),
        *("guest", "debian", "qemu", "rings"),
    )
}


class BadProgram(Exception):
    """A header that can't be used; the message is one line, ``file:line: what, and what to do``."""


@dataclass(frozen=True)
class Break:
    """One change that removes the mechanism: ``# break: OLD => NEW``."""

    number: int
    line: int
    old: str
    new: str


@dataclass(frozen=True)
class Program:
    """One claim's program.

    chapter, name: ``process``, ``second_bind_fails`` for ``snippets/process/second_bind_fails.py``.
    path: that file. text: what to run instead of the file, for a program typed on a page.
    """

    chapter: str
    name: str
    path: Path
    text: str | None = None

    @property
    def claim(self) -> str:
        """The claim's id, as on the page: ``second-bind-fails``."""
        return self.name.replace("_", "-")

    @property
    def proves(self) -> bool:
        """Whether it proves a claim; else it is shared code, a measurement, or typed on a page."""
        return self.text is None and _may_claim(self.chapter, self.name)

    @property
    def arguments(self) -> list[str]:
        """What follows its name; a command of which a page shows a part is asked what it can do."""
        return ["--help"] if f"{self.chapter}.{self.name}" in COMMANDS else []

    @property
    def module(self) -> str:
        return f"snippets.{self.chapter}.{self.name}"

    @property
    def where(self) -> str:
        """How messages name the file: ``snippets/process/second_bind_fails.py``."""
        return f"snippets/{self.chapter}/{self.name}.py"

    @property
    def record(self) -> Path:
        """The file that holds what the program printed when it was last recorded."""
        return EVIDENCE / self.chapter / f"{self.name}.txt"

    def break_record(self, number: int) -> Path:
        return EVIDENCE / self.chapter / f"{self.name}.break-{number}.txt"

    @cached_property
    def source(self) -> str:
        return self.path.read_text("utf-8") if self.text is None else self.text

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.source.encode()).hexdigest()

    @cached_property
    def sentence(self) -> str:
        """The claim in one sentence: the docstring's first paragraph, on one line.

        Raises BadProgram if there is no docstring.
        """
        docstring = ast.get_docstring(ast.parse(self.source, self.where))
        if not docstring:
            raise self.bad(1, "no docstring; begin with the claim in one sentence")
        return " ".join(docstring.split("\n\n")[0].split())

    @cached_property
    def needs(self) -> list[str]:
        try:
            return needs.declared(self.source)
        except ValueError as error:
            raise self.bad(self._line_of("# needs:"), str(error)) from error

    @cached_property
    def masks(self) -> list[str]:
        """Names of what may differ from run to run, from the closed list in ``masks``."""
        line = re.search(r"^# masks: (.+)$", self.source, re.MULTILINE)
        names = [name.strip() for name in line[1].split(",")] if line else []
        for name in names:
            if name not in masks.MASKS:
                known = ", ".join(sorted(masks.MASKS))
                raise self.bad(self._line_of("# masks:"), f"unknown mask '{name}'; known: {known}")
        return names

    @property
    def alone(self) -> bool:
        """Whether nothing else may run beside it."""
        return re.search(r"^# alone$", self.source, re.MULTILINE) is not None

    @cached_property
    def breaks(self) -> list[Break]:
        """The ``# break:`` lines in order.

        Raises BadProgram if there is none, or one that does not name its text exactly once.
        """
        found: list[Break] = []
        for number, line in enumerate(self.source.splitlines(), 1):
            if not line.startswith("# break:"):
                continue
            old, arrow, new = line.removeprefix("# break:").strip().partition(" => ")
            if not arrow:
                raise self.bad(number, "write '# break: OLD => NEW'")
            times = self._code.count(old)
            if times != 1:
                raise self.bad(
                    number,
                    f"the text to break, '{old}', occurs {times} times in the code; "
                    "it must occur exactly once",
                )
            found.append(Break(len(found) + 1, number, old, new))
        if not found:
            raise self.bad(1, "no '# break:' line; name the change that must make the proof fail")
        return found

    def broken(self, change: Break) -> str:
        """The source with one break applied, line for line where the original is."""
        return "".join(
            line if _is_comment(line) else line.replace(change.old, change.new)
            for line in self.source.splitlines(keepends=True)
        )

    @property
    def _code(self) -> str:
        lines = self.source.splitlines(keepends=True)
        return "".join(line for line in lines if not _is_comment(line))

    def check(self) -> None:
        """Read everything the header declares. Raises BadProgram at the first mistake."""
        _ = self.sentence, self.needs, self.masks, self.breaks

    def bad(self, line: int, what: str) -> BadProgram:
        return BadProgram(f"{self.where}:{line}: {what}")

    def _line_of(self, start: str) -> int:
        for number, line in enumerate(self.source.splitlines(), 1):
            if line.startswith(start):
                return number
        return 1


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def at(path: Path) -> Program:
    """The program that a file holds.

    path: a ``.py`` file two levels below a tree, ``<tree>/<chapter>/<name>.py``.
    """
    return Program(path.parent.name, path.stem, path)


def named(name: str) -> Program:
    """The program of a claim, by its id, its module's last part or its path.

    Raises LookupError with one line if there is none or more than one.
    """
    wanted = re.split(r"[./]", name.removesuffix(".py"))[-1].replace("-", "_")
    found = [program for program in every() if program.name == wanted]
    if len(found) != 1:
        raise LookupError(f"no program is named '{name}'; they are in snippets/<chapter>/")
    return found[0]


def every() -> list[Program]:
    """All programs that prove a claim, chapter by chapter."""
    return [
        at(path)
        for chapter in sorted(SNIPPETS.iterdir())
        if chapter.is_dir()
        for path in sorted(chapter.glob("*.py"))
        if path.name != "__init__.py" and _may_claim(chapter.name, path.stem)
    ]


def _may_claim(chapter: str, name: str) -> bool:
    return chapter not in NOT_CHAPTERS and f"{chapter}.{name}" not in COMMANDS
