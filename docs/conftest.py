"""Make every Python fence of every page a test: which pages, which parser, which runner.

pytest takes a conftest only from a folder above the page, so it sits here.
"""

from collections import Counter
from pathlib import Path

import pytest
import sybil

from tests.proofs import evaluate, pages
from tests.proofs import session as proofs


class Pages(sybil.Sybil):
    """Sybil, with an example's id after its claim."""

    def identify(self, example: sybil.Example) -> str:
        shown = example.parsed
        part = f":{shown.section}" if shown.section else ""
        return f"{shown.program.claim}{part} (line {example.line})"


pytest_collect_file = Pages(
    parsers=[pages.parse], patterns=["en/*.md", "zh/*.md", "en/**/*.md", "zh/**/*.md"]
).pytest()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Plan what the selected pages need; each example then waits for its own."""
    for item in _examples(session):
        proofs.plan(item.example.parsed.program)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if any("changed the host" in note for note in proofs.close()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    results = proofs.results()
    read = {item.path for item in _examples(terminalreporter._session)}
    citations = {claim for page in read for claim in evaluate.cited(Path(page).read_text("utf-8"))}
    if not results and not citations:
        return
    count = Counter(what for what, _ in results.values())
    terminalreporter.section("claims")
    for claim, (what, why) in sorted(results.items()):
        if what == "unavailable":
            terminalreporter.write_line(f"{claim} can't be proved here: {why}")
        if what == "refuted":
            terminalreporter.write_line(f"{claim} refuted: {why}")
    for note in proofs.close():
        terminalreporter.write_line(note)
    terminalreporter.write_line(
        f"proved {count['proved']}, cited {len(citations)}, "
        f"can't be proved here {count['unavailable']}, refuted {count['refuted']}"
    )


def _examples(finished: pytest.Session | None) -> list:
    return [item for item in (finished.items if finished else []) if hasattr(item, "example")]
