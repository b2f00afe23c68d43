"""What one pytest session shares: a runner, and the results that its last lines report."""

from dataclasses import dataclass, field

from tests.proofs.program import Program
from tests.proofs.runner import Runner


@dataclass
class _Session:
    runner: Runner | None = None
    results: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


_session = _Session()


def runner() -> Runner:
    """The session's runner, started when the first program is."""
    if not _session.runner:
        _session.runner = Runner()
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
