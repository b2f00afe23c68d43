"""Docker and Podman as competitors in a measurement: they run, and leave the machine as it was."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from snippets.linux.namespaces import namespace
from snippets.linux.proc import statuses
from snippets.runtime import parity
from tests.container.conftest import ROOT, wait_until

ENGINES = ("docker", "podman")
PLACES = ("/run", "/dev/shm", "/etc", "/opt", "/var/lib")
NAMES = ("docker", "containerd", "libpod", "podman", "containers", "cni")
PROGRAM = """
import json, sys
from snippets.linux.namespaces import namespace
from snippets.linux.memory import pss
from snippets.linux.proc import descendants
from snippets.measure import competitors, memory, start_times

name, then = sys.argv[1:]
competitors.in_clone()
with competitors.Containers([name]) as found:
    if found.absent:
        sys.exit(found.absent[name])
    with found.place(name):
        taken = start_times.command(lambda: found.command(name, ["echo", "x"]))
    with memory.supervised(found, name) as supervisor:
        inside = descendants({supervisor}) - {supervisor}
        room = namespace(supervisor, "pid")[1]
        print(json.dumps([taken, pss(inside), pss({supervisor}), room]), flush=True)
        if then == "wait":
            sys.stdin.read()  # so that it ends with the test
"""


@contextmanager
def measuring(name: str, then: str, folder: Path, **variables: str) -> Iterator[subprocess.Popen]:
    """The program, which is killed if it still runs at the end of the block."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, name, then],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder)} | variables,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def why_absent(name: str, folder: Path, **variables: str) -> str:
    with measuring(name, "end", folder, **variables) as process:
        _, reason = process.communicate(timeout=60)
    assert process.returncode == 1, reason
    return reason.strip()


def files() -> set[str]:
    """What lies in the folders that engines write to, two levels deep."""
    found = {f"{place}/{name}" for place in PLACES for name in os.listdir(place)}
    theirs = {path for path in found if any(name in path for name in NAMES)}
    return theirs | {
        f"{path}/{n}" for path in theirs if os.path.isdir(path) for n in os.listdir(path)
    }


def members(room: int) -> list[str]:
    """The processes in a PID namespace; those in namespaces below it can only be gone with it."""
    found = []
    for each in statuses():
        with suppress(OSError):
            if namespace(int(each["Pid"]), "pid")[1] == room:
                found.append(each["Name"])
    return found


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """An engine that is installed; root, who alone can make a room for it."""
    name = request.param
    for program in ("dockerd", "docker") if name == "docker" else ("podman",):
        if not parity.where(program):
            pytest.skip(f"needs {program}; apt install {name}{'.io' * (name == 'docker')}")
    if os.geteuid() != 0 or parity.missing():
        pytest.skip(parity.missing() or "needs root")
    return name


def test_an_engine_is_measured_and_nothing_of_it_is_left(engine: str, tmp_path: Path) -> None:
    before = files()
    with measuring(engine, "end", tmp_path) as process:
        said, why = process.communicate(timeout=120)
    skip_if_absent(engine, why)
    assert process.returncode == 0, why
    milliseconds, shell, supervisor, room = json.loads(said)
    assert milliseconds > 1 and shell > 0.1 and supervisor > 0.1
    assert members(room) == [] and files() == before and os.listdir(tmp_path) == []


def test_an_engine_is_gone_when_the_measurement_is_killed(engine: str, tmp_path: Path) -> None:
    before = files()
    with measuring(engine, "wait", tmp_path) as process:
        assert process.stdout
        line = process.stdout.readline()
        if not line:
            _, why = process.communicate(timeout=60)
            skip_if_absent(engine, why)
            pytest.fail(why)
        room = json.loads(line)[-1]
        assert ("conmon" if engine == "podman" else "dockerd") in members(room)
    assert wait_until(lambda: not members(room), 5), members(room)
    assert wait_until(lambda: not any(map(_of_an_engine, tmp_path.iterdir())), 5)
    assert files() == before


def skip_if_absent(engine: str, why: str) -> None:
    """An engine that can't work on this machine says why."""
    if why.startswith(f"{engine} starts no container here: "):
        pytest.skip(why.strip())


def _of_an_engine(folder: Path) -> bool:
    """Whether a folder is a room's; a measurement that is killed leaves its bundles."""
    return (folder / "lib").exists()


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_that_is_not_installed_is_absent(name: str, tmp_path: Path) -> None:
    assert why_absent(name, tmp_path, PATH="/nowhere") == f"{name} is not installed"


def test_what_an_engine_says_is_the_reason(tmp_path: Path) -> None:
    if lacking := parity.missing():
        pytest.skip(lacking)
    engine = tmp_path / "podman"
    engine.write_text("#!/bin/sh\necho first >&2\necho 'Error: no more numbers' >&2\nexit 125\n")
    engine.chmod(0o755)
    reason = why_absent("podman", tmp_path, PATH=f"{tmp_path}:{os.environ['PATH']}")
    last = "Error: no more numbers" if os.geteuid() == 0 else "it needs root, to keep apart what"
    assert reason.startswith(f"podman starts no container here: {last}")
