"""Measure which share of one CPU a busy shell gets, in a process, in a container and in a guest,
alone and beside 1 and 3 busy processes.
"""
# needs: containers, run-queue-statistics

import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

from snippets.linux.proc import descendants
from snippets.linux.scheduling import neighbours, stay_on_one_cpu
from snippets.measure import record
from snippets.measure.competitors import GUESTS, Containers, absent_guests, guests, in_clone
from snippets.measure.memory import started

NEIGHBOURS = (0, 1, 3)
SECONDS = 0.2
PLACES = ("ours",)
BUSY = ["sh", "-c", "echo waiting; while :; do :; done"]


# --8<-- [start:share]
def ran(pids: set[int]) -> float:
    """Seconds that these processes, with all their threads, had a CPU. Source: sched-stats."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def shares(pids: set[int]) -> dict[str, float]:
    """Percent of the CPU's time, beside each number of neighbours; then they are stopped again."""
    found = {}
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
    for count in NEIGHBOURS:
        with neighbours(count):
            begin, before = time.perf_counter(), ran(pids)
            time.sleep(SECONDS)
            used = ran(pids) - before
            found[f" +{count}"] = 100 * used / (time.perf_counter() - begin)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    return found
    # --8<-- [end:share]


def stopped(pid: int) -> set[int]:
    pids = descendants({pid})
    for each in pids:
        os.kill(each, signal.SIGSTOP)
    return pids


def resume(pids: set[int]) -> None:
    for each in pids:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGCONT)


def measure(rounds: int) -> record.Record:
    in_clone()
    stay_on_one_cpu()
    competitors: dict[str, record.Measure] = {}

    def compete(name: str, pids: set[int]) -> None:
        work: Callable[[], dict[str, float]] = lambda: shares(pids)  # noqa: E731
        competitors[name] = work
        stack.callback(resume, pids)  # so that the container's monitor can clean up

    with Containers(PLACES) as containers, guests(" ".join(BUSY[2:])) as boot, ExitStack() as stack:
        compete("process", stopped(stack.enter_context(started(BUSY))))
        absent = dict(containers.absent)
        for way in [each for each in PLACES if each not in absent]:
            command = containers.command(way, BUSY)
            compete(way, stopped(stack.enter_context(started(command))))
        absent |= (missing := absent_guests())
        for name in [each for each in GUESTS if each not in missing]:
            guest = boot(name)
            stack.callback(guest.end)
            guest.read_until("waiting")
            compete(name, stopped(guest.pid))
        autogroup = Path("/proc/self/autogroup")
        return record.take(
            "cpu-share",
            "percent",
            competitors,
            absent,
            rounds,
            seconds_per_run=SECONDS,
            sessions_are_grouped=autogroup.exists(),
        )


if __name__ == "__main__":
    record.main("cpu-share", __doc__, measure)
