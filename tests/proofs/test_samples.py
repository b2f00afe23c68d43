"""A whole small book, run by pytest: what passes, what fails, what is said."""

from pathlib import Path

import pytest

from tests.proofs.conftest import in_book


@pytest.fixture(scope="module")
def report(book: Path) -> str:
    recorded = in_book(book, "-m", "tests.proofs.record", "holds", "forks", "leaves-file")
    assert recorded.returncode == 1
    assert "leaves_file.py: not recorded: left behind: file $TMPDIR/forgotten-" in recorded.stderr
    folder = book / "docs" / "evidence" / "sample"
    (folder / "prints_more.txt").write_text("one line\n")
    (folder / "forked_child_fails.txt").write_text("")
    run = in_book(book, "-m", "pytest", "docs", "-p", "no:cacheprovider")
    assert run.returncode == 1
    return run.stdout


@pytest.mark.parametrize(
    "expected",
    [
        # page and line in the language read, snippet and line, both pages that show it
        "sample/fails.py:7: exit status 1",
        "AssertionError: it is not",
        "shown on docs/en/sample.md:8, docs/zh/sample.md:10",
        "run it alone: python3 -m snippets.sample.fails",
        "FAILED docs/en/sample.md::fails:proof (line 7)",
        "FAILED docs/zh/sample.md::fails:proof (line 9)",
        # a skip with its reason
        "lacks can't be proved here: no such device; plug one in",
        # an output that no longer fits
        "it printed something else than its record, docs/evidence/sample/prints_more.txt",
        "+instead of one",
        # a fence that is typed on the page
        "docs/en/sample.md::sample-line-29 (line 29)",
        "typed on line 31",
        # a signal, a file, a process
        "snippets/sample/dies.py: ended by SIGSEGV",
        "snippets/sample/leaves_file.py: left behind: file $TMPDIR/forgotten-",
        "snippets/sample/forked_child_fails.py: left behind: process ",
        # the closing lines
        "proved 2, cited 1, can't be proved here 1, refuted 5",
    ],
)
def test_the_report_says(report: str, expected: str) -> None:
    assert expected in report


def test_each_fence_is_one_test(report: str) -> None:
    assert "7 failed, 3 passed, 1 skipped" in report.splitlines()[-1]


def test_one_page_alone_runs_its_own_examples_only(book: Path, report: str) -> None:
    run = in_book(book, "-m", "pytest", "docs/zh/sample.md", "-q", "-p", "no:cacheprovider")
    assert "1 failed, 1 passed" in run.stdout
