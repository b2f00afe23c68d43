"""Real programs, Debian's, look at the container as they look at runc's."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from snippets.runtime import groups, parity, spec
from tests.container.conftest import end, run, start, tool, wait_until


@contextmanager
def sleeping(*options: str) -> Iterator[int]:
    """A container that sleeps; gives the number of its process as the host sees it."""
    container = start(*options, "sleep", "30")

    def sleeps() -> int | None:
        return parity.first_below(container.pid, "sleep")

    try:
        assert wait_until(sleeps)
        yield sleeps() or 0
    finally:
        end(container)


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_ps_inside_sees_two_processes() -> None:
    tool("ps", "procps")
    lines = run("ps", "-e", "-o", "pid,comm").stdout.splitlines()
    assert [line.split() for line in lines] == [["PID", "COMMAND"], ["1", "ps"]]


def test_ps_outside_sees_both_numbers() -> None:
    ps = tool("ps", "procps")
    with sleeping() as pid:
        said = _said(ps, "-o", "pid=,comm=", "--pid", str(pid))
        assert said.split() == [str(pid), "sleep"]
        assert f"NSpid:\t{pid}\t1\n" in Path(f"/proc/{pid}/status").read_text()


def test_lsns_lists_its_namespaces() -> None:
    lsns = tool("lsns", "util-linux")
    with sleeping() as pid:
        table, ours = _namespaces(lsns, pid), _namespaces(lsns, os.getpid())
    own = {row["type"] for row in table} - {
        row["type"] for row in table for other in ours if row["ns"] == other["ns"]
    }
    expected = {"pid", "uts", "ipc", "net", "mnt"} | ({"user"} if os.geteuid() else set())
    assert own - {"cgroup"} == expected


def _namespaces(lsns: str, pid: int) -> list[dict]:
    """lsns looks at all processes, and gives up where one of them ends meanwhile (ESRCH)."""
    table: list[dict] = []

    def ask() -> list[dict]:
        table[:] = json.loads(_said(lsns, "--json", "--task", str(pid)))["namespaces"]
        return table

    assert wait_until(ask)
    return table


def test_nsenter_gets_in() -> None:
    nsenter = tool("nsenter", "util-linux")
    with sleeping() as pid:
        options = ["--user", "--preserve-credentials"] if os.geteuid() else []
        options += ["--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd"]
        said = _said(nsenter, "--target", str(pid), *options, "/usr/bin/uname", "-n")
    assert said == "runc\n"


def test_findmnt_shows_a_read_only_root() -> None:
    findmnt = tool("findmnt", "util-linux")
    with sleeping() as pid:
        table = _said(findmnt, "--json", "--task", str(pid), "--output", "TARGET,FSTYPE,OPTIONS")
        [root] = json.loads(table)["filesystems"]
    assert root["target"] == "/"
    assert "ro" in root["options"].split(",")
    below = {child["target"] for child in root["children"]}
    assert below == {"/usr", "/proc", "/dev", "/sys"}


def test_systemd_detect_virt_says_of_it_what_it_says_of_runcs() -> None:
    """It knows engines by the traces that they leave for it; neither runc nor we leave any."""
    detect, runc = tool("systemd-detect-virt", "systemd"), tool("runc", "runc")
    ours, theirs = run(detect, "--container"), _in_runc_with_usr(runc, [detect, "--container"])
    assert (ours.stdout, ours.returncode) == (theirs.stdout, theirs.returncode)
    assert ours.stdout in ("none\n", "container-other\n", "container\n")


def _in_runc_with_usr(runc: str, command: list[str]) -> subprocess.CompletedProcess:
    """Run a command under runc with the host's /usr, as our container does without a bundle."""
    with TemporaryDirectory() as folder:
        bundle = Path(folder)
        for name in ("usr", "proc", "dev", "sys"):
            (bundle / "rootfs" / name).mkdir(parents=True)
        for name in ("bin", "lib", "lib64"):
            if os.path.islink(f"/{name}"):
                (bundle / "rootfs" / name).symlink_to(os.readlink(f"/{name}"))
        asked = spec.default(os.geteuid() != 0, groups.unified(groups.trees()))
        asked["process"] |= {"terminal": False, "args": command}
        usr = {"destination": "/usr", "type": "none", "source": "/usr", "options": ["rbind", "ro"]}
        asked["mounts"].append(usr)
        (bundle / "config.json").write_text(json.dumps(asked))
        state = bundle / "state"
        return subprocess.run(
            [runc, "--root", str(state), "run", "--bundle", folder, f"three-walls-{os.getpid()}"],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=20,
        )
