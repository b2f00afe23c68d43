"""What one pytest session shares: a runner, and the results that its last lines report."""

from dataclasses import dataclass, field

from tests.proofs.program import Break, Program
from tests.proofs.runner import Runner


@dataclass
class _Session:
    runner: Runner | None = None
    planned: list[tuple[Program, Break | None]] = field(default_factory=list)
    results: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


_session = _Session()


def plan(program: Program, change: Break | None = None) -> None:
    """Note a run that a selected test will ask for; all planned ones start together."""
    _session.planned.append((program, change))


def runner() -> Runner:
    """The session's runner; the first call starts it, and in it every planned run.

    Programs that must run alone come last, when the others have ended.
    """
    if not _session.runner:
        _session.runner = Runner()
        for program, change in sorted(_session.planned, key=lambda run: run[0].alone):
            _session.runner.submit(program, change)
    return _session.runner


def result(program: Program, what: str, why: str) -> None:
    """Note what a claim came to: ``proved``, ``unavailable`` or ``refuted``."""
    if program.proves:
        _session.results[program.claim] = what, why


def results() -> dict[str, tuple[str, str]]:
    return _session.results


def close() -> list[str]:
    """End the runner, if there is one; return all that it had to say about the host."""
    if _session.runner:
        _session.notes += _session.runner.close()
        _session.runner = None
    return _session.notes
