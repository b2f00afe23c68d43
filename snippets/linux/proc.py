"""The proc file system: what the kernel tells about a process when someone reads /proc/PID."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from snippets.linux.children import fork

PF_KTHREAD = 0x00200000  # include/linux/sched.h: "I am a kernel thread"


def status(pid: int) -> dict[str, str]:
    """The lines of ``/proc/PID/status``: ``{"Name": "cat", "State": "S (sleeping)", ...}``.

    Raises FileNotFoundError if there is no such process. Source: proc_pid_status(5).
    """
    text = Path(f"/proc/{pid}/status").read_text()
    return {name: value.strip() for name, _, value in (s.partition(":") for s in text.splitlines())}


def stat(pid: int) -> list[str]:
    """The fields of ``/proc/PID/stat`` from the third on, the state.

    The two before it, number and name, are left out: a name may hold spaces and brackets.
    Raises FileNotFoundError if there is no such process. Source: proc_pid_stat(5).
    """
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


class Mapping(NamedTuple):
    """A stretch of addresses that lead to one part of a file."""

    begin: int
    end: int  # the first address after it
    permissions: str  # "r-x": read and execute


def mappings(pid: int, file: str) -> list[Mapping]:
    """Where a process has parts of ``file`` in its memory, by address.

    Raises FileNotFoundError if there is no such process. Source: proc_pid_maps(5).
    """
    found = []
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        addresses, permissions, _, _, _, *name = line.split(maxsplit=5)
        if name == [file]:
            begin, end = (int(address, 16) for address in addresses.split("-"))
            found.append(Mapping(begin, end, permissions[:3]))
    return found


def cpu_ticks(pid: int) -> int:
    """CPU time that a process has used, in ticks (a tick is 10 ms on most machines)."""
    utime, stime = stat(pid)[11:13]
    return int(utime) + int(stime)


def flags(pid: int) -> int:
    """The kernel's flag word of a process, ``PF_…`` in include/linux/sched.h."""
    return int(stat(pid)[6])


def statuses(flag: int = 0) -> list[dict[str, str]]:
    """The status of every process that /proc shows and whose flag word has the bits of ``flag``.

    A process that ends while we look is left out.
    """
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            pid = int(folder.name)
            with suppress(FileNotFoundError, ProcessLookupError):
                if flags(pid) & flag == flag:
                    found.append(status(pid))
    return found


def descendants(pids: set[int]) -> set[int]:
    """These processes and all that they, their children and so on have made and that still run.

    Source: proc_pid_stat(5), the field ppid.
    """
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(FileNotFoundError, ProcessLookupError):
                parents[int(folder.name)] = int(stat(int(folder.name))[1])
    found = set(pids)
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


# --8<-- [start:last-status]
def last_status(
    program: list[str | os.PathLike[str]], prepare: Callable[[], Any] = lambda: None
) -> dict[str, str]:
    """Run a program in a child that first calls ``prepare``; give its status as it was at its end.

    A process that has ended, but is not yet waited for, still has its entry in /proc, with the
    credentials that it had last. What the program prints is thrown away.
    Raises ChildProcessError if it can't be run. Source: proc_pid_status(5), waitid(2).
    """
    child = fork()
    if child == 0:
        try:
            prepare()
            nowhere = os.open("/dev/null", os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            os.execvp(program[0], program)
        finally:
            os._exit(127)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    last = status(child)
    _, code = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(code) == 127:
        raise ChildProcessError(f"{program[0]} can't be run")
    return last
    # --8<-- [end:last-status]
