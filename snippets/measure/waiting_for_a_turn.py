"""Measure how long a program that only computes waits for its turn beside 0, 1 and 4 busy
neighbours on one CPU.

It says what it is doing, prints a line for each round, and ends after a minute at most. Without
arguments it prints the medians; with --record it also writes every run to
docs/evidence/process/waiting-for-a-turn.json, from which the worksheet and its plot are made.
"""
# needs: run-queue-statistics

import argparse
import json
import os
import runpy
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

from snippets.linux.scheduling import neighbours, stay_on_one_cpu, turns

RECORD = Path(__file__).parents[2] / "docs/evidence/process/waiting-for-a-turn.json"
NEIGHBOURS = (0, 1, 4)
ROUNDS = 12  # runs for each number of neighbours
SECONDS = 0.4  # length of one run
OTHERS = 3.0  # a run counts if no more than this percentage of the CPU's time went to others
LIMIT = 55  # seconds: after them no run is begun any more
NOTICED = 0.0005  # seconds: a longer gap between two looks at the clock is taken for a wait


class Run(NamedTuple):
    """What one run saw.

    waiting_percent: the part of its time that the program waited. one_wait_ms: the median length
    of one wait, 0 if there was none. others_percent: the part of the CPU's time that neither it nor
    its neighbours had.
    """

    waiting_percent: float
    one_wait_ms: float
    others_percent: float


class Busy(Exception):
    """Other programs left the measurement too little of the CPU."""


def run(count: int) -> Run:
    """Compute for SECONDS beside so many neighbours, all on the CPU that this process may use."""
    waits = []
    start, before = time.perf_counter(), turns()
    with neighbours(count) as pids:
        now = time.perf_counter()
        while now < start + SECONDS:
            last, now = now, time.perf_counter()
            if now - last > NOTICED:
                waits.append(1000 * (now - last))
        after, seconds = turns(), time.perf_counter() - start
        used = (after.ran - before.ran + sum(turns(pid).ran for pid in pids)) / 1e9
    return Run(
        waiting_percent=round((after.waited - before.waited) / 1e7 / seconds, 2),
        one_wait_ms=round(median(waits), 2) if waits else 0,
        others_percent=round(100 * max(0, seconds - used) / seconds, 2),
    )


def measure() -> tuple[dict[str, list[Run]], int]:
    """ROUNDS runs for each number of neighbours, by turns, and how many had to be repeated.

    A run is repeated if others disturbed it. Raises Busy if LIMIT seconds were not enough.
    """
    end = time.monotonic() + LIMIT
    runs: dict[str, list[Run]] = {str(count): [] for count in NEIGHBOURS}
    repeated = 0
    for number in range(1, ROUNDS + 1):
        print(f"round {number:2} of {ROUNDS}:", end="", flush=True)
        for count in NEIGHBOURS:
            while (result := run(count)).others_percent > OTHERS and time.monotonic() < end:
                repeated += 1
                print(".", end="", flush=True)
            if time.monotonic() > end:
                raise Busy(
                    f"the machine is too busy: in {LIMIT} s others disturbed {repeated} runs, and "
                    f"only {number - 1} of {ROUNDS} rounds are complete. Nothing was written; "
                    "try again when other programs rest"
                )
            runs[str(count)].append(result)
            print(f"  {count}: {result.waiting_percent:.1f}%", end="", flush=True)
        print()
    return runs, repeated


def session_nice() -> int | None:
    """The nice value of this session against others, or None where sessions are not grouped.

    Source: sched(7), The autogroup feature.
    """
    try:
        return int(Path("/proc/self/autogroup").read_text().split()[-1])
    except FileNotFoundError:
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the wait for a turn on one CPU.")
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name}")
    arguments = parser.parse_args()

    cpu = stay_on_one_cpu()
    print(
        f"Computing on CPU {cpu} beside 0, 1 and 4 busy neighbours: {ROUNDS} rounds, which take "
        f"{ROUNDS * len(NEIGHBOURS) * SECONDS:.0f} s.\nA run that other programs disturb is "
        "repeated (a dot), for a minute at most. A round shows\nthe part of its time that the "
        "program waited, for each number of neighbours.",
        flush=True,
    )
    try:
        runs, repeated = measure()
    except Busy as busy:
        sys.exit(f"\n{busy}")
    for count, results in runs.items():
        percent, wait, _ = (median(values) for values in zip(*results, strict=True))
        print(f"{count} neighbours: {percent:4.1f}% of the time waiting, {wait:5.2f} ms a wait")
    print(f"runs repeated: {repeated}")
    if arguments.record:
        record = {
            "machine": os.uname().machine,
            "cpus": os.cpu_count(),
            "kernel": os.uname().release,
            "date": datetime.now(UTC).date().isoformat(),
            "seconds_per_run": SECONDS,
            "session_nice": session_nice(),
            "others_percent_at_most": OTHERS,
            "runs_repeated": repeated,
            "columns": Run._fields,
            "runs": runs,
        }
        RECORD.write_text(json.dumps(record, indent=1) + "\n")
        root = Path(__file__).parents[2]
        seal = runpy.run_path(str(root / "docs/press/seal.py"))
        seal["note"](root / "docs/evidence", RECORD)
        print(f"wrote {RECORD.relative_to(root)}")


if __name__ == "__main__":
    main()
