"""Control groups of version 2 alone: where the container's group is, and whether its limits hold.

In a machine with Debian's kernel, since here version 1 may be in use. As root, and as an ordinary
user to whom a group was handed over, as systemd does it: with the group around the starter's, or
with the starter's alone.
"""

import json

import pytest

from snippets.vm import guest, qemu
from tests.guests import machine

LIMITED = ["1", "7", str(64 << 20), "20000", "100000"]
SCRIPT = """
try="python3 -m tests.container.version_2"
as_reader="setpriv --reuid reader --regid reader --init-groups env HOME=/tmp"
handed_over() {
    for group in "$@"; do
        (cd $group && chown reader . cgroup.procs cgroup.threads cgroup.subtree_control)
    done
}
groups=/sys/fs/cgroup
$try root runc limits
mkdir -p $groups/services/deep/own
echo $$ > $groups/services/deep/own/cgroup.procs
$try deep runc limits
mkdir -p $groups/users/reader/session
echo "+cpu +memory +pids" > $groups/users/cgroup.subtree_control
handed_over $groups/users/reader $groups/users/reader/session
echo $$ > $groups/users/reader/session/cgroup.procs
$as_reader $try user runc limits
mkdir -p $groups/users/other/session
echo "+cpu +memory +pids" > $groups/users/other/cgroup.subtree_control
handed_over $groups/users/other/session
echo $$ > $groups/users/other/session/cgroup.procs
$as_reader $try alone
echo $$ > $groups/users/cgroup.procs 2>/dev/null || echo $$ > $groups/cgroup.procs
$as_reader $try nothing runc
"""


@pytest.fixture(scope="module")
def told() -> dict[str, dict]:
    if reason := qemu.missing() or machine.missing("6.1"):
        pytest.skip(reason)
    run = machine.run(SCRIPT, "6.1", cpu=machine.PLAIN, time_limit=900)
    assert run.boot.ended, guest.output(run.boot.log)
    printed = guest.output(run.boot.log)
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    assert len(lines) == 5, printed
    return {line["place"]: line for line in lines}


@pytest.mark.parametrize("place", ["root", "deep", "user"])
def test_limits_are_set(place: str, told: dict) -> None:
    """In the tree's root, in a group in which the starter is, and in what was handed over."""
    assert told[place]["limited"] == LIMITED


@pytest.mark.parametrize("place", ["root", "deep", "user", "nothing"])
def test_no_field_differs_from_runcs(place: str, told: dict) -> None:
    assert told[place]["differences"] == []


@pytest.mark.parametrize("place", ["root", "deep"])
def test_the_rules_for_devices_hold(place: str, told: dict) -> None:
    assert told[place]["opened"].endswith("can't open '/disk': Operation not permitted")


def test_a_group_with_the_starter_in_it_has_no_limits_to_give(told: dict) -> None:
    own = "/sys/fs/cgroup/users/other/session"
    assert told["alone"]["limited"] == [
        f"three-walls: control_group: {own} can't hand down the controller 'memory': "
        "Device or resource busy"
    ]


def test_who_may_make_no_group_has_no_limits(told: dict) -> None:
    assert told["nothing"]["limited"] == [
        "three-walls: control_group: no control group of ours has the controller 'memory'"
    ]


@pytest.mark.parametrize("place", ["root", "deep", "user", "alone", "nothing"])
def test_no_group_is_left(place: str, told: dict) -> None:
    assert told[place]["left"] == []
