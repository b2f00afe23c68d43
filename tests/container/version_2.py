"""In a guest whose control groups are of version 2 alone: what the container's group is and limits.

Prints a line of JSON about the place where the starter is. See ``test_version_2``.
"""

import json
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from snippets.runtime import groups, observe, parity
from tests.container import more

RUN = [sys.executable, "-m", "snippets.container.run"]
LIMITED = {"pids": {"limit": 7}, "memory": {"limit": 64 << 20}, "cpu": {"quota": 20000}}
FILES = "cd /sys/fs/cgroup; cat cgroup.procs pids.max memory.max cpu.max"


def limited() -> list[str]:
    """What a container with limits says: what it printed, and what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = parity.make_bundle(Path(folder))
        path = bundle / "config.json"
        asked = json.loads(path.read_text())
        asked["linux"]["resources"] = asked["linux"].get("resources", {}) | LIMITED
        path.write_text(json.dumps(asked))
        done = subprocess.run(
            [*RUN, "--bundle", folder, "sh", "-c", FILES], capture_output=True, text=True
        )
    return [*done.stdout.split(), *done.stderr.splitlines()]


def opened() -> str:
    """What the container says that opens a disk, for which there is a device in its image."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = parity.make_bundle(Path(folder))
        os.mknod(bundle / "rootfs" / "disk", 0o666 | stat.S_IFBLK, os.makedev(7, 0))
        words = [*RUN, "--bundle", folder, "cat", "/disk"]
        return subprocess.run(words, capture_output=True, text=True).stderr.strip()


def as_by_runc(limits: bool) -> list:
    """The fields that differ from runc's container, in the default bundle and in another."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = parity.make_bundle(Path(folder, "default"))
        with parity.by_runc(bundle) as theirs, parity.by_us(bundle) as ours:
            pass
        found = observe.differences(theirs, ours)
        return [*found, *more.differences(Path(folder, "more"), limits)]


if __name__ == "__main__":
    name, *asked = sys.argv[1:]
    told: dict = {"place": name, "limited": limited()}
    if "runc" in asked:
        told["opened"] = opened() if os.geteuid() == 0 else ""
        told["differences"] = as_by_runc("limits" in asked)
    told["left"] = [str(p) for p in Path("/sys/fs/cgroup").rglob(f"{groups.PREFIX}*")]
    print(json.dumps(told), flush=True)
