"""``kill -9`` of the starter at any moment leaves nothing one second later."""

import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from snippets.runtime import groups
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
        assert wait_until(lambda: not groups_left(), 1), groups_left()


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
    assert groups_left()
    done = run("true")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"three-walls: removed control groups {name}, left by a starter and its monitor that "
        "were killed"
    ]
    assert not groups_left()


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
    assert wait_until(lambda: not groups_left(), 1)


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
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "cmdline").read_text()
            except OSError:
                continue
            if argument in text:
                found.append(text)
    return found


def _gone(argument: str) -> bool:
    return not _running(argument)
