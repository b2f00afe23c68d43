"""The rules for devices as a program for the kernel: what it lets through and what it refuses."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.runtime import device_rules, groups

ZERO = {"type": "c", "major": 1, "minor": 5}
READ, WRITE = os.O_RDONLY, os.O_WRONLY


@pytest.fixture
def group() -> Iterator[Path]:
    """A group of version 2, which may be mounted beside version 1."""
    if os.geteuid() != 0:
        pytest.skip("only root may attach such programs")
    trees = [tree for tree in groups.trees() if tree.kind == "cgroup2"]
    if not trees:
        pytest.skip("no control groups of version 2 are mounted")
    folder = Path(trees[0].point, f"three-walls-{os.getpid()}-2")
    folder.mkdir()
    try:
        yield folder
    finally:
        groups.remove([str(folder)])


@pytest.mark.parametrize(
    ("rules", "may_read", "may_write"),
    [
        ([], False, False),
        ([{"allow": False}], False, False),
        ([{"allow": True}], True, True),
        ([{"allow": False}, {"allow": True, **ZERO}], True, True),
        ([{"allow": False}, {"allow": True, **ZERO, "access": "r"}], True, False),
        ([{"allow": True}, {"allow": False, **ZERO, "access": "w"}], True, False),
        ([{"allow": True, **ZERO}, {"allow": False}], False, False),
        ([{"allow": True, "type": "c"}], True, True),
        ([{"allow": True, "type": "c", "major": 1, "minor": -1}], True, True),
        ([{"allow": True, "type": "c", "major": 2}], False, False),
        ([{"allow": True, "type": "c", "minor": 6}], False, False),
        ([{"allow": True, "type": "b", "major": 1, "minor": 5}], False, False),
        ([{"allow": True, **ZERO, "access": "m"}], False, False),
        (
            [{"allow": True, **ZERO, "access": "rm"}, {"allow": True, **ZERO, "access": "w"}],
            True,
            True,
        ),
        (groups.ALWAYS_ALLOWED, True, True),
    ],
)
def test_what_it_lets_through(
    rules: list[dict], may_read: bool, may_write: bool, group: Path
) -> None:
    def try_it() -> list[str]:
        (group / "cgroup.procs").write_text("0")
        return [attempt(os.open, "/dev/zero", how) for how in (READ, WRITE)]

    device_rules.limit(str(group), rules)
    assert in_child(try_it) == ["ok" if may else "EPERM" for may in (may_read, may_write)]
