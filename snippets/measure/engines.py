"""A room for engines: Docker and Podman run in it for a measurement, and nothing of them stays.

An engine keeps images, sockets, locks and control groups in the machine's own places. In the room
it finds these places too, but empty, and they go with the room. Only root can make one.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from snippets.linux.children import child
from snippets.linux.mounts import MNT_DETACH, bind, mount, tmpfs, umount
from snippets.linux.namespaces import (
    CLONE_NEWCGROUP,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWPID,
    FLAGS,
    join,
    setns,
    unshare,
)
from snippets.measure.record import ROOT
from snippets.runtime import groups
from snippets.runtime.parity import where

KINDS = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWNET | CLONE_NEWPID
EXTRA = "/sys/fs/cgroup/unified"  # where systemd mounts version 2 beside version 1
LOG = "/run/dockerd.log"
PATIENCE = 30  # seconds for dockerd to begin its work
OPTIONS = ("--iptables=false", "--bridge=none", "--log-level=error")


@contextmanager
def room(daemon: bool) -> Iterator[int]:
    """A room; gives the PID of its first process, which runs dockerd if asked for a daemon.

    A keeper sees the block end, or the process that it is in: then it kills all in the room, and
    removes its files and groups. Raises ChildProcessError, with the reason, if there can be none.
    """
    alive, ours = os.pipe()
    answer, told = os.pipe()
    keeper = os.fork()
    if keeper == 0:
        try:
            os.setsid()  # Ctrl-C is for the others
            os.close(ours)
            os.dup2(told, 2)
            _keep(alive, told, daemon)
        except ChildProcessError:  # the child has printed why
            pass
        except OSError as error:
            os.write(told, str(error).encode())
        finally:
            os._exit(0)
    os.close(alive)
    os.close(told)
    try:
        with os.fdopen(answer) as lines:
            first = lines.readline().strip()
            if not first.isdigit():
                *_, reason = [first, *lines.read().splitlines()]
                raise ChildProcessError(reason)
        yield int(first)
    finally:
        os.close(ours)
        os.waitpid(keeper, 0)


def _keep(alive: int, told: int, daemon: bool) -> None:
    name = f"{groups.PREFIX}{os.getpid()}-"
    own = groups.Groups(groups.trees(), f"{name}0")
    try:
        with tempfile.TemporaryDirectory(prefix=name) as folder:
            own.make()
            unshare(CLONE_NEWPID)
            with child(partial(_serve, daemon), partial(_furnish, folder, own)) as first:
                os.write(told, f"{first}\n".encode())
                os.read(alive, 1)  # returns when nobody holds the other end any more
    finally:
        groups.remove([path for _, path in own.folders])


def _furnish(folder: str, own: groups.Groups) -> None:
    """The room's own folders, and as its control groups only those below its own one."""
    own.join()
    unshare(KINDS & ~CLONE_NEWPID)
    _hide_extra_tree()  # Podman may use crun
    for tree in (tree for tree, _ in own.folders if tree.point != EXTRA):
        umount(tree.point, MNT_DETACH)
        mount("cgroup", tree.point, tree.kind, options=",".join(tree.controllers) or None)
        if tree.kind == "cgroup2":  # a group with groups below can't have processes as well
            inner = Path(tree.point, "first")
            inner.mkdir()
            (inner / "cgroup.procs").write_text("0")
    os.chdir(folder)
    for name, place in (("lib", "/var/lib"), ("tmp", "/var/tmp")):
        os.mkdir(name)
        bind(name, place)
    for place in ("/run", "/dev/shm"):
        tmpfs(place)
    for place in ("/etc", "/opt"):
        above, work = f"/run/above{place}", f"/run/work{place}"
        os.makedirs(above)
        os.makedirs(work)
        mount("overlay", place, "overlay", 0, f"lowerdir={place},upperdir={above},workdir={work}")
    mount("proc", "/proc", "proc")


def _serve(daemon: bool) -> None:
    """What the first process does: run the daemon, and collect who has ended."""
    if daemon:
        with open(LOG, "wb") as log:
            subprocess.Popen(
                [where("dockerd"), *OPTIONS], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
    while True:
        try:
            os.wait()
        except ChildProcessError:
            time.sleep(0.05)


@contextmanager
def inside(first: int) -> Iterator[None]:
    """In this block the process is in a room, and so are the programs that it starts."""
    with _and_back(KINDS):
        join(first, KINDS)
        yield


def docker_answers() -> bool:
    """Whether a daemon of Docker serves this process. Raises TimeoutExpired."""
    done = subprocess.run(["docker", "version"], capture_output=True, timeout=PATIENCE)
    return done.returncode == 0


def wait_for_docker() -> None:
    """Wait for the daemon of the room that this process is in.

    Raises TimeoutError, with the last line that it wrote.
    """
    end = time.monotonic() + PATIENCE
    while not docker_answers():
        if time.monotonic() > end:
            *_, last = ["dockerd says nothing", *Path(LOG).read_text().splitlines()]
            raise TimeoutError(last)
        time.sleep(0.05)


@contextmanager
def without_extra_tree() -> Iterator[None]:
    """Where crun 1.8 runs: it starts nothing where control groups of version 1 are mounted and,
    besides, an extra tree of version 2. For root, this tree is hidden in this block."""
    if not os.path.ismount(EXTRA) or os.geteuid() != 0:
        yield
        return
    with _and_back(CLONE_NEWNS):
        unshare(CLONE_NEWNS)
        _hide_extra_tree()
        yield


def _hide_extra_tree() -> None:
    if os.path.ismount(EXTRA):
        umount(EXTRA, MNT_DETACH)


@contextmanager
def _and_back(kinds: int) -> Iterator[None]:
    """After the block this process is in the namespaces that it was in before."""
    names = [name for name, flag in FLAGS.items() if flag & kinds]
    before = [os.open(f"/proc/self/ns/{name}", os.O_RDONLY) for name in names]
    try:
        yield
    finally:
        for namespace in before:
            setns(namespace)
            os.close(namespace)
        os.chdir(ROOT)
