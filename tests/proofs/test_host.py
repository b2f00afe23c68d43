"""The host's state: what came and went is named, and what is others' business is not."""

import os

import pytest

from tests.proofs import host


def test_what_came_and_went_is_named() -> None:
    before = {"mount": {"/a", "/b"}, "cgroup": {"old"}}
    after = {"mount": {"/b", "/c"}, "cgroup": {"new"}}
    assert host.changes(before, after) == [
        "new mount: /c",
        "gone mount: /a",
        "new cgroup: new",  # that the old one was swept is no change to mind
    ]


def test_a_group_of_a_running_program_is_not_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, dead = f"/three-walls-{os.getpid()}-1", "/three-walls-4194305-1"
    tree = [(folder, None, None) for folder in (ours, dead, "/system.slice")]
    monkeypatch.setattr(os, "walk", lambda top: tree)
    assert host._cgroups() == {dead}


def test_nothing_changes_by_looking() -> None:
    assert host.changes(host.state(), host.state()) == []
