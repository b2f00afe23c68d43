"""New namespaces: who is in them, what comes back, and that they end with the program."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from snippets import needs
from snippets.linux.children import in_child
from snippets.linux.mounts import MS_REC, MS_SHARED, set_propagation
from snippets.linux.namespaces import (
    CLONE_NEWNS,
    CLONE_NEWPID,
    CLONE_NEWUTS,
    enter_new,
    in_namespaces,
    join,
    member,
    namespace,
    unshare,
)

ROOT = Path(__file__).parents[2]
REASON = needs.missing(["namespaces", "pid-namespaces"])
pytestmark = pytest.mark.skipif(REASON is not None, reason=str(REASON))

# Starts a process 1 that has a child, says so and waits to be killed.
LONG_LIVED = """
import os, signal
from snippets.linux.namespaces import CLONE_NEWPID, member

def prepare():
    if os.fork() == 0:
        signal.pause()

with member(CLONE_NEWPID, prepare):
    print("ready", flush=True)
    signal.pause()
"""


def ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_function_is_process_1_and_its_answer_comes_back() -> None:
    assert in_namespaces(CLONE_NEWPID, lambda: [os.getpid(), os.geteuid()]) == [1, 0]


def test_a_function_that_fails_is_reported() -> None:
    for flags in CLONE_NEWUTS, CLONE_NEWUTS | CLONE_NEWPID:
        with pytest.raises(ChildProcessError):
            in_namespaces(flags, os.open, "/no/such/file", os.O_RDONLY)


@pytest.mark.parametrize("flags", [CLONE_NEWUTS, CLONE_NEWUTS | CLONE_NEWPID])
def test_a_member_can_be_joined_and_ends_with_the_block(flags: int) -> None:
    def name() -> str:
        join(pid, CLONE_NEWUTS)
        return socket.gethostname()

    with member(flags, lambda: socket.sethostname("inside")) as pid:
        assert namespace(pid, "uts") != namespace("self", "uts")
        assert in_child(name) == "inside"
    assert ended(pid)


@pytest.mark.parametrize("flags", [CLONE_NEWUTS, CLONE_NEWUTS | CLONE_NEWPID])
def test_a_member_may_end_before_the_block(flags: int) -> None:
    with member(flags) as pid:
        os.kill(pid, signal.SIGKILL)
        while not ended(pid):
            time.sleep(0.01)


def test_a_member_that_fails_to_prepare_is_reported() -> None:
    for flags in CLONE_NEWUTS, CLONE_NEWUTS | CLONE_NEWPID:
        with pytest.raises(ChildProcessError), member(flags, lambda: 1 / 0):
            pytest.fail("the block began")


@pytest.mark.parametrize("private", [True, False])
def test_mounts_are_private_unless_asked_otherwise(private: bool) -> None:
    def shared() -> list[bool]:
        enter_new(CLONE_NEWNS)
        set_propagation("/", MS_REC | MS_SHARED)
        before = " shared:" in Path("/proc/self/mountinfo").read_text()
        unshare(CLONE_NEWNS, private=private)
        return [before, " shared:" in Path("/proc/self/mountinfo").read_text()]

    assert in_child(shared) == [True, not private]


@pytest.mark.parametrize("delay", [0, 0.02])
def test_all_end_with_the_program(delay: float) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", LONG_LIVED], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout and program.stdout.readline() == "ready\n"
    between = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
    inside = [
        int(pid)
        for parent in between
        for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    ]
    grandchildren = [
        int(pid)
        for parent in inside
        for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    ]
    assert inside and grandchildren
    time.sleep(delay)
    program.kill()
    program.communicate()
    deadline = time.monotonic() + 1
    while not all(map(ended, [*map(int, between), *inside, *grandchildren])):
        assert time.monotonic() < deadline, "a process outlived the program by a second"
        time.sleep(0.01)
