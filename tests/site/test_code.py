"""The Python of the book is formatted, free of common mistakes, and its types fit."""

import subprocess
import sys

import pytest

from tests.site import report
from tests.site.page import ROOT

CODE = ["snippets", "tests", "docs"]


def run(*command: str) -> list[str]:
    """Run one of Python's tools in the repository; its lines if it found something."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    return (done.stdout + done.stderr).splitlines() if done.returncode else []


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "--output-format=concise", *CODE],
        ["ruff", "format", "--check", *CODE],
        # A cache of its own: one that runs over other folders share can hold what isn't so.
        ["mypy", "--cache-dir=.cache/mypy", *CODE],
    ],
    ids=["lint", "format", "types"],
)
def test_the_code(command):
    report.nothing(run(*command))


@pytest.mark.parametrize(
    ("command", "finding"),
    [
        (["ruff", "check", "--output-format=concise"], "F401"),
        (["ruff", "format", "--check"], "would be reformatted"),
        (["mypy", "--cache-dir=/dev/null"], "Incompatible types"),
    ],
    ids=["lint", "format", "types"],
)
def test_bad_code_is_found(tmp_path, command, finding):
    path = tmp_path / "bad.py"
    path.write_text("import os\nx : int = 'a'\n", "utf-8")
    assert any(finding in line for line in run(*command, str(path)))
