"""Rerun the programs and rewrite their records in ``docs/evidence``.

    python -m tests.proofs.record [CLAIM ...]        all claims if none is named

As root it runs everything twice, as root and as an ordinary user; else once. It writes what each
program and each of its breaks printed (as the user; as root where only root can prove the claim)
and one file per environment with what was proved where. A file is written whole or not at all,
and left alone if the program is the same and only masked values changed.
"""

import contextlib
import datetime
import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from press import seal

from tests.proofs import environment, masks
from tests.proofs.entries import entry
from tests.proofs.evaluate import shorten
from tests.proofs.program import EVIDENCE, BadProgram, Break, Program, every, named
from tests.proofs.runner import Outcome, Runner

Runs = dict[str, tuple[Outcome, list[Outcome]]]


def main(names: list[str]) -> int:
    try:
        programs = [named(name) for name in names] if names else every()
        for program in programs:
            program.check()
        changed = {program.claim for program in programs if not _recorded(program)}
    except (LookupError, BadProgram, seal.Unsealed) as error:
        print(error.args[0], file=sys.stderr)
        return 2
    runs: dict[str, Runs] = {}
    for place in _environments():
        with place as where:
            runs[where.name] = _run(Runner(where), programs)
        with _alone():
            _write_environment(where.name, programs, runs[where.name])
    refuted = [
        line
        for program in programs
        for line in _write_outputs(program, runs, [] if program.claim in changed else program.masks)
    ]
    for line in refuted:
        print(line, file=sys.stderr)
    return 1 if refuted else 0


def _recorded(program: Program) -> bool:
    """Whether the records were made by the program as it is now."""
    entries = [seal.read(path)["claims"].get(program.claim) for path in EVIDENCE.glob("*.json")]
    return any(entry and entry["sha256"] == program.sha256 for entry in entries)


def _environments() -> Iterator[contextlib.AbstractContextManager[environment.Environment]]:
    yield environment.as_user()
    if os.geteuid() == 0:
        yield contextlib.nullcontext(environment.here())


def _run(runner: Runner, programs: list[Program]) -> Runs:
    for program in sorted(programs, key=lambda program: program.alone):
        for change in [None, *program.breaks]:
            runner.submit(program, change)
    runs = {
        program.claim: (
            runner.submit(program).result(),
            [runner.submit(program, change).result() for change in program.breaks],
        )
        for program in programs
    }
    for note in runner.close():
        print(note, file=sys.stderr)
    return runs


def _write_environment(name: str, programs: list[Program], runs: Runs) -> None:
    path = EVIDENCE / f"{name}.json"
    old = seal.read(path) if path.exists() else {"claims": {}}
    claims = dict(old["claims"])
    for program in programs:
        outcome, _ = runs[program.claim]
        claims[program.claim] = entry(program, outcome)
    write_environment(name, environment.host_facts(), claims)


def write_environment(name: str, host: dict[str, str], claims: dict[str, dict]) -> None:
    """Write what was proved in an environment; what only took another time stays as it was."""
    path = EVIDENCE / f"{name}.json"
    old = json.loads(path.read_text("utf-8")) if path.exists() else {"claims": {}}
    claims = {
        claim: _unless_only_seconds(old["claims"].get(claim), new) for claim, new in claims.items()
    }
    kept = {program.claim for program in every()}
    new = {
        "environment": name,
        "date": old.get("date"),
        "host": host,
        "claims": {claim: claims[claim] for claim in sorted(claims) if claim in kept},
    }
    if seal.digest(new) != seal.digest(old):
        new["date"] = datetime.date.today().isoformat()
        _write(path, json.dumps(seal.sealed(new), indent=1, ensure_ascii=False) + "\n")


@contextmanager
def _alone() -> Iterator[None]:
    """Let one recording at a time read and rewrite an environment's file."""
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    folder = os.open(EVIDENCE, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _unless_only_seconds(old: dict | None, new: dict) -> dict:
    return old if old and old | {"seconds": 0} == new | {"seconds": 0} else new


def _write_outputs(program: Program, runs: dict[str, Runs], hidden: list[str]) -> list[str]:
    """Write what the program and its breaks printed; return why not, a line each.

    hidden: the masks whose values are not worth a new record.
    """
    if all(env[program.claim][0].unavailable for env in runs.values()):
        return []  # nothing here can run it: what was recorded elsewhere stands
    outcome, broken = next(
        env[program.claim] for env in runs.values() if not env[program.claim][0].unavailable
    )
    if outcome.problem:
        lines = [f"    {line}" for line in outcome.stderr.splitlines()[-6:]]
        return [f"{program.where}: not recorded: {outcome.problem}", *lines]
    _write_masked(program.record, outcome.stdout, hidden)
    problems = []
    for change, run in zip(program.breaks, broken, strict=True):
        if why := unbroken(run, change):
            problems.append(why)
        else:
            _write_masked(program.break_record(change.number), as_printed(run), hidden)
    return problems


def unbroken(outcome: Outcome, change: Break) -> str | None:
    """Why a run with a break is not the failed assertion that it must be; None if it is."""
    place = f"{outcome.program.where}:{change.line}"
    last = outcome.stderr.strip().splitlines()[-1:] or ["nothing on stderr"]
    if outcome.stopped or outcome.left:
        return f"{place}: with this break: {outcome.problem or outcome.left}"
    if outcome.status != 1 or not last[0].startswith("AssertionError") or outcome.line is None:
        return (
            f"{place}: this break must end in an AssertionError of the program; "
            f"it ended with exit status {outcome.status}: {last[0]}"
        )
    return None


def as_printed(outcome: Outcome) -> str:
    """What a broken program printed: its output, and the assertion that failed."""
    name = outcome.program.name
    lines = outcome.stderr.rstrip().splitlines()
    frame = max(n for n, line in enumerate(lines) if f"/{name}.py" in line)
    end = next(n for n, line in enumerate(lines) if line.startswith("AssertionError"))
    failed = [
        f'File "{outcome.program.where}", line {outcome.line}',
        lines[frame + 1],
        *lines[end:],
    ]
    return outcome.stdout + "\n".join(failed) + "\n"


def _write_masked(path: Path, text: str, names: list[str]) -> None:
    if not path.exists() or masks.difference(path.read_text("utf-8"), text, names):
        _write(path, text)
        with _alone():
            seal.note(EVIDENCE, path)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _whole(path) as new:
        new.write_text(text, "utf-8")
    print(f"wrote {shorten(path)}")


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A new file that takes the old one's place when it is complete, or not at all."""
    new = path.with_name(f".{path.name}.new")
    try:
        yield new
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
