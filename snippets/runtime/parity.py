"""The same bundle run by runc and by this container, and how far the results differ.

What the kernel shows of the two is compared field by field (``observe``); UNSEEN names what is
known to differ all the same.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from snippets.runtime.observe import observe

ROOT = Path(__file__).parents[2]
PROGRAM = ["sleep", "30"]
PATIENCE = 30  # seconds for a container to come up or to go: a CPU may be emulated

# --8<-- [start:unseen]
# What is known to differ, and why, though no field of the default bundle shows it.
UNSEEN = {
    "end of the starter": "runc's container lives on if runc is killed; here it ends with its "
    "starter, so that nothing is left",
    "the starter's program": "runc runs from a sealed copy of itself; here a sealed program comes "
    "between, on x86-64 and arm64 only, which needs a limit of 512 bytes for files and of 8 for "
    "open ones",
    "standard streams": "runc puts pipes of its own before all three; here what is a pipe "
    "already is passed on as it is",
    "paths": "for runc '..' and links that lead out end at the container's root; here they are "
    "refused, and so is a mount that would cover the root",
    "terminal": "runc refuses a spec with a terminal if its input is none; here the program then "
    "gets pipes",
    "owner of the group": "runc makes a group that is mounted to be written over to the "
    "container's user; here it stays the starter's",
    "order of device rules": "of rules that overlap the last counts here with version 2; runc "
    "refuses some such lists",
    "refused fields": "runc does most of what is listed in spec.NOT_BUILT; this container refuses "
    "it, and what runc would ignore as well",
}
# --8<-- [end:unseen]


def missing() -> str | None:
    """Why nothing can be compared here, or None."""
    for tool, package in (("runc", "runc"), ("busybox", "busybox-static")):
        if not where(tool):
            return f"needs {tool}; apt install {package}"
    if b"\0/lib64/ld-linux" in Path(where("busybox")).read_bytes():
        return "busybox needs libraries; apt install busybox-static"
    return None


def make_bundle(folder: Path, spec: dict | None = None) -> Path:
    """A bundle around busybox, with the spec that runc itself writes unless one is given."""
    bin_ = folder / "rootfs" / "bin"
    bin_.mkdir(parents=True)
    for name in ("proc", "dev", "sys", "etc", "tmp"):
        (folder / "rootfs" / name).mkdir()
    shutil.copy(where("busybox"), bin_ / "busybox")
    for name in ("sh", "cat", "ls", "id", "sleep", "echo", "hostname", "kill", "true", "false"):
        (bin_ / name).symlink_to("busybox")
    if spec is None:
        rootless = ["--rootless"] if os.geteuid() != 0 else []
        subprocess.run([where("runc"), "spec", *rootless], cwd=folder, check=True)
        spec = json.loads((folder / "config.json").read_text())
        spec["process"]["terminal"] = False
        spec["process"]["args"] = PROGRAM
    (folder / "config.json").write_text(json.dumps(spec))
    return folder


@contextmanager
def by_runc(bundle: Path) -> Iterator[dict[str, str]]:
    """The state of the bundle's process, started by runc; it ends with the block.

    Raises ChildProcessError with what runc said first, if it starts none.
    """
    name = f"three-walls-{os.getpid()}-1"  # so that the next start sweeps what a kill leaves
    with tempfile.TemporaryDirectory() as state:
        command = [where("runc"), "--root", f"{state}/state", "--log", f"{state}/log"]
        starter = subprocess.Popen(  # cwd: else Python may use posix_spawn(3), which leaves a trace
            [*command, "run", "--bundle", bundle, name], cwd=ROOT, stdin=subprocess.DEVNULL
        )
        try:
            try:
                pid = _wait_for(starter, lambda: first_below(starter.pid, PROGRAM[0]))
            except ChildProcessError:
                raise ChildProcessError(_first_said(Path(state, "log"))) from None
            yield observe(pid, {name: "NAME", str(bundle): "BUNDLE"})
        finally:
            subprocess.run([*command, "kill", name, "KILL"], stderr=subprocess.DEVNULL)
            starter.wait(PATIENCE)
            subprocess.run([*command, "delete", "--force", name], stderr=subprocess.DEVNULL)


@contextmanager
def by_us(bundle: Path, without: str = "") -> Iterator[dict[str, str]]:
    """The state of the bundle's process, started by this container; it ends with the block.

    without: the name of an ingredient to leave out.
    """
    command = [sys.executable, "-m", "snippets.container.run", "--bundle", str(bundle)]
    if without:
        program = (
            "from snippets.runtime import command, ingredients\n"
            f"del ingredients.INSIDE[[i.__name__ for i in ingredients.INSIDE].index('{without}')]\n"
            f"command.main(['--bundle', '{bundle}'], '')"
        )
        command = [sys.executable, "-c", program]
    starter = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)
    try:
        pid = _wait_for(starter, lambda: first_below(starter.pid, PROGRAM[0]))
        yield observe(pid, {f"three-walls-{starter.pid}-0": "NAME", str(bundle): "BUNDLE"})
    finally:
        starter.kill()
        starter.wait(PATIENCE)


def where(tool: str) -> str:
    """The path of a program, also if it is in root's folders only; empty if there is none."""
    return shutil.which(tool, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or ""


def first_below(starter: int, program: str) -> int | None:
    """The process below a starter that is number 1 in its namespace and runs the program already.

    program: the first word of its command line.
    """
    for pid in _below(starter):
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            command = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        except OSError:
            continue
        numbers = status.partition("NSpid:")[2].split("\n")[0].split()
        if len(numbers) > 1 and numbers[-1] == "1" and command[0] == program:
            return pid
    return None


def _below(pid: int) -> Iterator[int]:
    """All descendants that a process has now, those of its threads too."""
    try:
        lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return
    for child in " ".join(lists).split():
        yield int(child)
        yield from _below(int(child))


def _first_said(log: Path) -> str:
    """The first message of a log of runc's; what follows is what came of it."""
    said = re.search(r'msg="(?:nsexec\[\d+\]: )?([^"]*)"', log.read_text() if log.exists() else "")
    return said[1] if said else "no container came up"


def _wait_for(starter: subprocess.Popen, look) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and starter.poll() is None:
        if found := look():
            return found
        time.sleep(0.01)
    raise ChildProcessError(f"no container came up: {starter.args!r}")
