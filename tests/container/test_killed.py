"""``kill -9`` of the starter at any moment leaves nothing one second later."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from snippets.runtime import groups, parity
from snippets.runtime.start import take_all
from tests.container.conftest import ROOT, groups_left, run, start, wait_until

RUNS = int(os.environ.get("KILLED_RUNS", "12"))


def test_starter_killed_at_random_moments() -> None:
    chance = random.Random(5)
    for number in range(RUNS):
        length = f"30.{os.getpid()}{number:03}"  # by which its processes are known
        starter = start("sh", "-c", f"sleep {length} & sleep {length}")
        time.sleep(chance.uniform(0, 0.25))
        starter.send_signal(signal.SIGKILL)
        starter.wait()
        assert wait_until(partial(_gone, length), 1), _running(length)
        assert wait_until(partial(_no_groups, starter.pid), 1), _groups(starter.pid)


def test_monitor_killed_at_random_moments() -> None:
    chance = random.Random(6)
    for _ in range(RUNS):
        starter = start("sh", "-c", "read x; exit 7", stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(chance.uniform(0, 0.15))
        for pid in _monitors(starter.pid):
            os.kill(pid, signal.SIGKILL)
        _, said = starter.communicate("go on\n", timeout=10)
        assert (starter.returncode, said) == (7, "")
        assert not _groups(starter.pid)


def test_starter_and_monitor_killed_at_random_moments() -> None:
    """Then the kernel still ends the container, by PR_SET_PDEATHSIG; its group stays."""
    chance = random.Random(7)
    starters = []
    for number in range(RUNS):
        length = f"31.{os.getpid()}{number:03}"
        starter = start("sh", "-c", f"sleep {length} & sleep {length}")
        time.sleep(chance.uniform(0, 0.25))
        for pid in (*_monitors(starter.pid), starter.pid):
            os.kill(pid, signal.SIGKILL)
        starter.wait()
        starters.append(starter.pid)
        assert wait_until(partial(_gone, length), 1), _running(length)
    assert run("true").returncode == 0
    assert not any(map(_groups, starters))


def _groups(starter: int) -> list[str]:
    """The groups of this starter's container that are left."""
    return [path for path in groups_left() if f"/three-walls-{starter}-" in path]


def _no_groups(starter: int) -> bool:
    return not _groups(starter)


def _monitors(starter: int) -> list[int]:
    """The children of a starter that are in its own PID namespace: the monitor, if it is there."""
    found = []
    for pid in Path(f"/proc/{starter}/task/{starter}/children").read_text().split():
        with suppress(OSError):
            numbers = Path(f"/proc/{pid}/status").read_text().partition("NSpid:")[2]
            if len(numbers.split("\n")[0].split()) == 1:
                found.append(int(pid))
    return found


def test_starter_and_monitor_killed_the_next_start_sweeps() -> None:
    if os.geteuid() != 0:
        pytest.skip("as this user the container has no control groups")
    starter = start("sleep", "30")
    name = f"three-walls-{starter.pid}-0"
    assert wait_until(lambda: any((Path(t.own) / name).is_dir() for t in groups.trees()))
    time.sleep(0.2)
    family = Path(f"/proc/{starter.pid}/task/{starter.pid}/children").read_text().split()
    for pid in (*map(int, family), starter.pid):
        os.kill(pid, signal.SIGKILL)
    starter.wait()
    assert _groups(starter.pid)
    done = run("true")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"three-walls: removed control groups {name}, left by a starter and its monitor that "
        "were killed"
    ]
    assert not _groups(starter.pid)


STUBBORN = """
import ctypes, os, sys, time
take_back = lambda: ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)  # PR_SET_PDEATHSIG
take_back()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        take_back()
        time.sleep(30)
    os._exit(0)
os.wait()
print("ready", flush=True)
time.sleep(30)
"""


def _start_stubborn(word: str, namespaces: str) -> subprocess.Popen:
    """A container with two processes, the second an orphan in a session of its own.

    namespaces: its kinds. word: is in the command lines. With a group it is the group that ends
    all; here it has none, as an ordinary user's hasn't.
    """
    command = (
        "import sys\n"
        "from snippets.runtime import inside, ingredients, start\n"
        f"asked = inside.with_namespaces(*{namespaces.split()})\n"
        "asked['linux']['maskedPaths'] = asked['linux']['readonlyPaths'] = []\n"
        "asked['mounts'] = []\n"
        "asked['process'] |= {'args': ['/usr/bin/python3', '-c', sys.argv[1], sys.argv[2]]}\n"
        "chosen = [*ingredients.OUTSIDE, *ingredients.INSIDE]\n"
        "chosen.remove(ingredients.control_group)\n"
        "sys.exit(start.run(asked, None, chosen=chosen))\n"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", command, STUBBORN, word],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert starter.stdout and starter.stdout.readline() == "ready\n"
    assert len(_running(word)) >= 3  # the starter, and two in the container
    return starter


@pytest.mark.parametrize(
    ("namespaces", "ending"),
    [("mount", signal.SIGKILL), ("mount", signal.SIGTERM), ("mount pid", signal.SIGKILL)],
)
def test_who_refuses_to_die_with_the_starter_dies(namespaces: str, ending: signal.Signals) -> None:
    """With a PID namespace, of which the kernel kills all, and without: see ``reaper``."""
    word = f"stubborn-{os.getpid()}-{namespaces.replace(' ', '-')}-{ending}"
    starter = _start_stubborn(word, namespaces)
    starter.send_signal(ending)
    starter.wait(5)
    assert wait_until(partial(_gone, word), 1), _running(word)


def test_the_reaper_killed_the_starter_ends_the_container() -> None:
    word = f"stubborn-{os.getpid()}-reaper"
    starter = _start_stubborn(word, "mount")
    [reaper] = Path(f"/proc/{starter.pid}/task/{starter.pid}/children").read_text().split()
    os.kill(int(reaper), signal.SIGKILL)
    assert starter.wait(5) == 128 + signal.SIGKILL


def test_the_monitor_killed_the_container_goes_on() -> None:
    starter = start("sh", "-c", "read x; exit 7", stdin=subprocess.PIPE)
    assert wait_until(lambda: parity.first_below(starter.pid, "sh"))
    [monitor] = _monitors(starter.pid)
    os.kill(monitor, signal.SIGKILL)
    starter.communicate("go on\n", timeout=5)
    assert starter.returncode == 7


def test_each_step_of_the_cleaning_up_is_taken_whatever_the_others_do() -> None:
    taken: list[str] = []
    said: list[str] = []

    def fail() -> None:
        taken.append("fail")
        raise OSError(5, "broken")

    take_all([fail, lambda: taken.append("next"), fail, lambda: taken.append("last")], said.append)
    assert taken == ["fail", "next", "fail", "last"]
    assert said == ["[Errno 5] broken"] * 2


def test_the_sweep_in_a_pid_namespace_leaves_containers_outside_alone() -> None:
    """In there their processes read as 0 in cgroup.procs, and kill(2) takes 0 for one's own."""
    if os.geteuid() != 0:
        pytest.skip("as this user the container has no control groups")
    starter = start("sleep", "30")
    name = f"three-walls-{starter.pid}-0"
    try:
        assert wait_until(lambda: any((Path(t.own) / name).is_dir() for t in groups.trees()))
        time.sleep(0.2)
        command = ["unshare", "-p", "-f", "-m", "--mount-proc", sys.executable]
        command += ["-m", "snippets.container.run", "echo", "hello"]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, start_new_session=True, timeout=20
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "hello\n", "")
        assert starter.poll() is None
    finally:
        starter.kill()
        starter.wait()
    assert wait_until(partial(_no_groups, starter.pid), 1)


def test_other_peoples_groups_are_left_alone() -> None:
    if os.geteuid() != 0:
        pytest.skip("as this user the container has no control groups")
    sleeper = subprocess.Popen(["sleep", "30"])
    tree = groups.trees()[0]
    folder = Path(tree.own) / f"three-walls-{sleeper.pid}-0"
    folder.mkdir()
    try:
        assert run("true").stderr == ""
        assert folder.is_dir()
    finally:
        folder.rmdir()
        sleeper.kill()
        sleeper.wait()


def _running(argument: str) -> list[str]:
    """The processes with this in their command line, and what each is at."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "cmdline").read_text()
                state = (folder / "status").read_text().partition("State:")[2].split("\n")[0]
                if argument in text:
                    found.append(f"{folder.name}{state} {text} {(folder / 'wchan').read_text()}")
            except OSError:
                continue
    return found


def _gone(argument: str) -> bool:
    return not _running(argument)
