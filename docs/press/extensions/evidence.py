"""What the recorded runs say about a program; ``docs/evidence/<environment>.json``, one a run."""

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from press import seal
from press.extensions import places
from press.extensions.errors import PageError
from press.extensions.program import Program

# Environments in the order in which a reader meets them; others follow by name.
# Those that a reader has without making one first.
READERS = ("user", "root")
ORDER = (*READERS, "container", "runc", "bubblewrap", "nested")


@dataclass(frozen=True)
class Run:
    """One program's run in one environment."""

    environment: str
    result: str  # proved, unavailable, refuted, outdated
    reason: str | None
    kernel: str
    system: str
    date: str


def runs(claim: str, program: Program) -> list[Run]:
    """The recorded runs of a program, one for each environment that has tried it."""
    found = []
    for record in records():
        entry = record["claims"].get(claim)
        if entry:
            stale = entry["sha256"] != program.sha256
            found.append(
                Run(
                    environment=record["environment"],
                    result="outdated" if stale else entry["result"],
                    reason=entry["reason"],
                    kernel=record["host"]["kernel"],
                    system=record["host"]["system"],
                    date=record["date"],
                )
            )
    return found


def shown(claim: str, program: Program) -> Run | None:
    """The run whose output the page shows: the first in which nothing was missing."""
    return next((run for run in runs(claim, program) if run.result != "unavailable"), None)


def records() -> list[dict[str, Any]]:
    """Every environment's record, in reading order.

    Raises PageError at one that is cut off or was edited: a page shows no such evidence.
    """
    files = [whole(path) for path in places.EVIDENCE.glob("*.json")]
    return sorted(files, key=lambda record: rank(record["environment"]))


def kernels() -> list[str]:
    """The kernel releases on which the claims were proved, newest record first."""
    newest_first = sorted(records(), key=lambda record: record["date"], reverse=True)
    return list(dict.fromkeys(record["host"]["kernel"] for record in newest_first))


def short_kernel(release: str) -> str:
    """``6.18.44-fc`` as a reader names it: ``6.18``."""
    return ".".join(release.split("-")[0].split(".")[:2])


def rank(environment: str) -> tuple:
    """An environment's place in reading order: as above; guests by their kernel, before nested."""
    if environment in ORDER:
        return (ORDER.index(environment), 1, [], environment)
    numbers = [int(number) for number in re.findall(r"\d+", environment)] or [sys.maxsize]
    return (ORDER.index("nested"), 0, numbers, environment)


def whole(path: Path) -> dict[str, Any]:
    """What a sealed file holds. Raises PageError if it is cut off or was edited."""
    return _read(path, path.stat().st_mtime_ns)


def check_outputs(program: Program) -> None:
    """Raises PageError if what a program or one of its breaks printed was edited since."""
    for path in (program.output, *(change.output for change in program.breaks)):
        if path.is_file():
            try:
                seal.check(places.EVIDENCE, path)
            except seal.Unsealed as error:
                raise PageError(str(error)) from None


@lru_cache
def _read(path: Path, changed: int) -> dict[str, Any]:
    """One record; ``changed``, the file's modification time, tells the cache when to read again."""
    try:
        return seal.read(path)
    except seal.Unsealed as error:
        raise PageError(str(error)) from None
