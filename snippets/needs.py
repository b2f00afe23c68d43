"""What a program may need from the machine, and how to find out by trying.

One function per need. It returns ``None`` if the machine offers it, else one line: what is
missing, and what a reader can do about it. The function's name with ``-`` for ``_`` is the name
that a program writes after ``# needs:``. Nothing here leaves a trace.
"""

import ctypes
import os
import re
import sys
from collections.abc import Callable

Probe = Callable[[], str | None]
PROBES: dict[str, Probe] = {}


def probe(function: Probe) -> Probe:
    """Enter a function into the closed list of needs."""
    PROBES[function.__name__.replace("_", "-")] = function
    return function


def declared(source: str) -> list[str]:
    """The needs that a program's source declares, in order.

    Raises ValueError if there is no ``# needs:`` line or a name on it is unknown.
    """
    line = re.search(r"^# needs: (.+)$", source, re.MULTILINE)
    if not line:
        raise ValueError("no '# needs:' line; write '# needs: nothing' if there are none")
    names = [name.strip() for name in line[1].split(",")]
    if names == ["nothing"]:
        return []
    for name in names:
        if name not in PROBES:
            raise ValueError(f"unknown need '{name}'; known: {', '.join(sorted(PROBES))}, nothing")
    return names


def missing(names: list[str]) -> str | None:
    """The reason why this machine lacks one of ``names``, or ``None`` if it has them all."""
    if sys.platform != "linux":
        return f"this is {sys.platform}; the claims are about Linux"
    for name in names:
        if reason := PROBES[name]():
            return reason
    return None


@probe
def root() -> str | None:
    if os.geteuid() != 0:
        return "needs root; run it again with sudo"
    return None


@probe
def x86_64() -> str | None:
    if os.uname().machine != "x86_64" or sys.maxsize < 2**32:
        return f"holds x86-64 machine code; this is {os.uname().machine}"
    return None


@probe
def two_cpus() -> str | None:
    if len(os.sched_getaffinity(0)) < 2:
        return "needs two CPUs to choose from; this process may use only one"
    return None


@probe
def psutil() -> str | None:
    try:
        import psutil  # noqa: F401
    except ImportError:
        return "needs psutil; apt install python3-psutil, or python3 -m pip install psutil"
    return None


@probe
def ptrace() -> str | None:
    """Tracing one's own child is forbidden by some seccomp profiles and by Yama's scope 3."""
    child = os.fork()
    if child == 0:
        traceme = 0
        os._exit(0 if ctypes.CDLL(None).ptrace(traceme, 0, None, None) == 0 else 1)
    _, status = os.waitpid(child, 0)
    if status != 0:
        return (
            "ptrace(2) is forbidden: lower kernel.yama.ptrace_scope, "
            "or let the container's seccomp profile allow ptrace"
        )
    return None


@probe
def user_namespaces() -> str | None:
    """Tried whole: make one, write the map, and use the capabilities that it should give."""
    clone_newuser, clone_newuts = 0x10000000, 0x04000000
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        uid, gid = os.geteuid(), os.getegid()
        libc = ctypes.CDLL(None, use_errno=True)
        step = "unshare(CLONE_NEWUSER)"
        try:
            if libc.unshare(clone_newuser):
                raise OSError(ctypes.get_errno(), "")
            for step, line in (
                ("setgroups", "deny"),
                ("uid_map", f"0 {uid} 1"),
                ("gid_map", f"0 {gid} 1"),
            ):
                file = os.open(f"/proc/self/{step}", os.O_WRONLY)
                os.write(file, line.encode())
            step = "unshare(CLONE_NEWUTS)"
            if libc.unshare(clone_newuts):
                raise OSError(ctypes.get_errno(), "")
        except OSError as error:
            os.write(writing, f"{step}: {os.strerror(error.errno or 0)}".encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as report:
        failed = report.read().decode()
    os.waitpid(child, 0)
    if not failed:
        return None
    return f"user namespaces are closed here ({failed}); {_user_namespace_remedy()}"


def _user_namespace_remedy() -> str:
    for sysctl, closed, remedy in (
        ("user/max_user_namespaces", "0", "sysctl user.max_user_namespaces=10000"),
        ("kernel/unprivileged_userns_clone", "0", "sysctl kernel.unprivileged_userns_clone=1"),
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "sysctl kernel.apparmor_restrict_unprivileged_userns=0",
        ),
    ):
        try:
            with open(f"/proc/sys/{sysctl}") as file:
                if file.read().strip() == closed:
                    return f"root can open them: {remedy}"
        except OSError:
            continue
    return "probably the seccomp profile of a container around this process; run it outside"


@probe
def run_queue_statistics() -> str | None:
    """Kernels without CONFIG_SCHED_INFO lack the file; others may fill it with zeros."""
    try:
        with open("/proc/self/schedstat") as file:
            ran = int(file.read().split()[0])
    except OSError as error:
        return f"/proc/self/schedstat: {error.strerror}; needs a kernel with CONFIG_SCHED_INFO"
    if ran == 0:
        return "/proc/self/schedstat reads zero; needs a kernel that counts (CONFIG_SCHED_INFO)"
    return None
