"""Namespaces: which ones a process is in, and how to get into others, new or another's."""

import os
import select
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from snippets.linux.capabilities import has_every_capability
from snippets.linux.children import child, fork, in_child
from snippets.linux.credentials import become_root_of_a_user_namespace
from snippets.linux.libc import call
from snippets.linux.mounts import MS_PRIVATE, MS_REC, set_propagation

# --8<-- [start:flags]
# linux/sched.h; Python has these in os from 3.12 on
CLONE_NEWTIME = 0x00000080
CLONE_NEWNS = 0x00020000  # "new namespace": mounts were the first kind, nobody thought of others
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

FLAGS = {  # by the names in /proc/PID/ns
    "cgroup": CLONE_NEWCGROUP,
    "ipc": CLONE_NEWIPC,
    "mnt": CLONE_NEWNS,
    "net": CLONE_NEWNET,
    "pid": CLONE_NEWPID,
    "time": CLONE_NEWTIME,
    "user": CLONE_NEWUSER,
    "uts": CLONE_NEWUTS,
}
# --8<-- [end:flags]

# The kernel's first namespaces, made when it booted, have fixed numbers: linux/nsfs.h.
FIRST = {
    "ipc": 0xEFFFFFFF,
    "uts": 0xEFFFFFFE,
    "user": 0xEFFFFFFD,
    "pid": 0xEFFFFFFC,
    "cgroup": 0xEFFFFFFB,
}


def namespaces() -> dict[str, int]:
    """The namespaces of this process, type and number, of the types in ``FIRST``."""
    return {kind: os.stat(f"/proc/self/ns/{kind}").st_ino for kind in FIRST}


def namespace(process: int | str, kind: str) -> tuple[int, int]:
    """What tells a process's namespace of one kind from all others of now: device and inode.

    kind: a name in ``/proc/PID/ns``, such as "uts", or "pid_for_children": the one that the next
    child will be in. After a namespace is gone, the next one may get its numbers.
    Raises FileNotFoundError (no such process or kind), PermissionError.
    Source: namespaces(7), The /proc/pid/ns/ directory.
    """
    status = os.stat(f"/proc/{process}/ns/{kind}")
    return status.st_dev, status.st_ino


# --8<-- [start:unshare]
def unshare(flags: int, *, private: bool = True) -> None:
    """Leave some of this process's namespaces for new ones, one for each CLONE_NEW flag.

    The process itself moves, except for CLONE_NEWPID and CLONE_NEWTIME: there its next children
    begin in the new one. In a new mount namespace, what is mounted from now on shall not appear
    in the old one; ``private=False`` leaves that as it was.
    Raises OSError: EPERM without CAP_SYS_ADMIN (only CLONE_NEWUSER needs none), ENOSPC if there
    are too many already, EINVAL for a kind that this kernel lacks, or for CLONE_NEWUSER in a
    process with several threads.
    Source: unshare(2), namespaces(7).
    """
    call("unshare", flags)
    if flags & CLONE_NEWNS and private:
        set_propagation("/", MS_REC | MS_PRIVATE)
        # --8<-- [end:unshare]


# --8<-- [start:setns]
def setns(namespace: int, flags: int = 0) -> None:
    """Join the namespace behind a file descriptor, or, behind a pidfd, those of a process.

    flags: with a pidfd, which ones; else 0, or the one kind that it must be.
    For a PID or time namespace, it is the next children that begin there.
    Raises OSError: EPERM without CAP_SYS_ADMIN over it and, unless it is a user namespace, in one's
    own (for a mount namespace CAP_SYS_CHROOT too); EINVAL if it is of another kind, or the user
    namespace that one is in already.
    Source: setns(2).
    """
    call("setns", namespace, flags)
    # --8<-- [end:setns]


def join(process: int, flags: int) -> None:
    """Join namespaces of another process; its user namespace too, if that is another than ours.

    flags: which kinds, as for ``unshare``. Raises OSError as ``setns``, ESRCH if it has ended.
    Source: setns(2), pidfd_open(2).
    """
    if namespace(process, "user") != namespace("self", "user"):
        flags |= CLONE_NEWUSER
    pidfd = os.pidfd_open(process)
    try:
        setns(pidfd, flags)
    finally:
        os.close(pidfd)


# --8<-- [start:be-root]
def be_root() -> None:
    """Have every capability, and so what it takes to make namespaces and to change them.

    Root has them and stays what it is. Anyone else becomes root of a new user namespace.
    Raises OSError as ``become_root_of_a_user_namespace``.
    """
    if not has_every_capability():
        become_root_of_a_user_namespace()


def enter_new(flags: int) -> None:
    """Put this process into new namespaces, whoever it acts for: ``be_root``, ``unshare``."""
    be_root()
    unshare(flags)
    # --8<-- [end:be-root]


def in_namespaces(flags: int, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a function in a forked child in new namespaces; return here what it returned there.

    With CLONE_NEWPID or CLONE_NEWTIME it is a child of that child, the first in the new namespace:
    process 1. What it returns must be JSON (a tuple arrives as a list). It ends when we do.
    Raises ChildProcessError if a namespace was refused or the function raised; the child has
    printed the traceback.
    """

    def enter() -> Any:
        enter_new(flags)
        if flags & (CLONE_NEWPID | CLONE_NEWTIME):
            return in_child(_with_parent(function), *args, **kwargs)
        return function(*args, **kwargs)

    return in_child(enter)


@contextmanager
def member(
    flags: int,
    prepare: Callable[[], Any] = lambda: None,
    work: Callable[[], Any] = signal.pause,
) -> Iterator[int]:
    """A process in new namespaces that calls ``prepare`` and then does ``work``; gives its PID.

    It is the PID seen from here; with CLONE_NEWPID the process itself sees 1. The block begins
    when ``prepare`` has returned. At its end the process is killed, and with it, if it was
    process 1, all others in its PID namespace.
    Raises ChildProcessError as ``in_namespaces``.
    """
    if not flags & (CLONE_NEWPID | CLONE_NEWTIME):

        def enter() -> None:
            enter_new(flags)
            prepare()

        with child(work, enter) as pid:
            yield pid
        return

    reading, writing = os.pipe()
    between = fork()  # it waits outside for the one inside
    if between == 0:
        os.close(reading)
        status = 1
        try:
            enter_new(flags)
            with child(work, _with_parent(prepare)) as inside:
                os.write(writing, str(inside).encode())
                os.waitid(os.P_PID, inside, os.WEXITED | os.WNOWAIT)
                status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb", buffering=0) as line:
            answer = line.read(10)
        if not answer:
            raise ChildProcessError("the process failed before it was ready")
        inside = os.pidfd_open(int(answer))
        try:
            yield int(answer)
        finally:
            with suppress(ProcessLookupError):  # it has ended already
                signal.pidfd_send_signal(inside, signal.SIGKILL)
            os.close(inside)
    finally:
        os.waitpid(between, 0)


# --8<-- [start:clocks]
def shift_clocks(monotonic: int = 0, boottime: int = 0) -> None:
    """Set how far the clocks in the time namespace of this process's next children are ahead.

    monotonic, boottime: seconds, for CLOCK_MONOTONIC and CLOCK_BOOTTIME; the latter is also what
    /proc/uptime shows. After ``unshare(CLONE_NEWTIME)``, and before the first child.
    Raises OSError: EACCES once a process is in it, EPERM without CAP_SYS_TIME, ERANGE if a clock
    would be before 0.
    Source: time_namespaces(7).
    """
    offsets = f"monotonic {monotonic} 0\nboottime {boottime} 0\n"
    file = os.open("/proc/self/timens_offsets", os.O_WRONLY)
    try:
        os.write(file, offsets.encode())
    finally:
        os.close(file)
        # --8<-- [end:clocks]


def _with_parent(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, but in a process that ends first if its parent, who is us, is gone by then.

    ``fork`` can't see that of the first process in a PID namespace: its parent is outside, and
    getppid() answers 0.
    """
    parent = os.pidfd_open(os.getpid())

    def run(*args: Any, **kwargs: Any) -> Any:
        gone, _, _ = select.select([parent], [], [], 0)
        os.close(parent)
        if gone:
            os._exit(1)
        return function(*args, **kwargs)

    return run
