"""Sharing a CPU: put processes on one CPU, give them neighbours, read who ran and who waited."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from snippets.linux.children import fork


class Turns(NamedTuple):
    """What the scheduler has counted for one process since it began (its first thread only).

    ran: nanoseconds on a CPU. waited: nanoseconds ready to run, but waiting for a turn.
    turns: how many turns it got.
    Source: Documentation/scheduler/sched-stats, /proc/<pid>/schedstat.
    """

    ran: int
    waited: int
    turns: int


def turns(process: int | str = "self") -> Turns:
    """The turns of a process so far. Raises FileNotFoundError if there is no such process."""
    ran, waited, count = Path(f"/proc/{process}/schedstat").read_text().split()
    return Turns(int(ran), int(waited), int(count))


def stay_on_one_cpu() -> int:
    """Confine this process, and the children it makes from now on, to one CPU; returns which.

    It is the last one allowed, because the first often serves the devices as well.
    Source: sched_setaffinity(2).
    """
    cpu = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cpu})
    return cpu


def last_cpu(process: int | str = "self") -> int:
    """The CPU that a process runs on, or ran on last. Source: proc(5), /proc/pid/stat, field 39."""
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2]  # from field 3 on
    return int(after_name.split()[39 - 3])


def spin() -> None:
    """Compute for a moment: always ready to run."""
    for _ in range(1000):
        pass


def rest() -> None:
    """Wait for a moment: hardly ever ready to run."""
    time.sleep(0.05)


@contextmanager
def neighbours(count: int, work: Callable[[], None] = spin, nice: int = 0) -> Iterator[list[int]]:
    """Child processes that do ``work`` again and again until the block ends; gives their PIDs.

    nice: how much is added to each one's nice value, 0 to 19.
    They begin together. If the process that made them dies first, the kernel kills them.
    """
    (ready, say_ready), (go, say_go) = os.pipe(), os.pipe()
    pids = []
    try:
        for _ in range(count):
            pids.append(_child(work, nice, say_ready, go))
        for _ in range(count):
            os.read(ready, 1)
        os.write(say_go, bytes(count))
        yield pids
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        for end in ready, say_ready, go, say_go:
            os.close(end)


def _child(work: Callable[[], None], nice: int, say_ready: int, go: int) -> int:
    pid = fork()
    if pid == 0:
        try:
            os.nice(nice)
            os.write(say_ready, b"!")
            os.read(go, 1)
            while True:
                work()
        finally:
            os._exit(0)
    return pid
