"""Measure how long a program that only computes waits for its turn beside 0, 1 and 4 busy
neighbours on one CPU.

Without arguments it prints the medians; with --record it also writes every run to
docs/evidence/process/waiting-for-a-turn.json, from which the worksheet and its plot are made.
"""
# needs: run-queue-statistics

import argparse
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

from snippets.linux.scheduling import neighbours, stay_on_one_cpu, turns

RECORD = Path(__file__).parents[2] / "docs/evidence/process/waiting-for-a-turn.json"
NEIGHBOURS = (0, 1, 4)
SECONDS = 0.4  # length of one run
OTHERS = 3.0  # a run counts if no more than this percentage of the CPU's time went to others
TRIES = 300
NOTICED = 0.0005  # seconds: a longer gap between two looks at the clock is a wait


class Run(NamedTuple):
    """What one run saw.

    waiting_percent: the part of its time that the program waited. one_wait_ms: the median length
    of one wait, 0 if there was none. others_percent: the part of the CPU's time that neither it nor
    its neighbours had.
    """

    waiting_percent: float
    one_wait_ms: float
    others_percent: float


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


def quiet_run(count: int) -> Run:
    """Repeat a run until nearly nothing else ran on the CPU. Raises TimeoutError after TRIES."""
    for _ in range(TRIES):
        result = run(count)
        if result.others_percent <= OTHERS:
            return result
        time.sleep(1)  # whoever needs the CPU shall have it
    raise TimeoutError(f"in {TRIES} runs others took more than {OTHERS} % of the CPU; try later")


def session_nice() -> int | None:
    """The nice value of this session against others, or None where sessions are not grouped.

    Source: sched(7), The autogroup feature.
    """
    try:
        return int(Path("/proc/self/autogroup").read_text().split()[-1])
    except FileNotFoundError:
        return None


def measure(times: int) -> dict[str, list[Run]]:
    """So many runs for each number of neighbours, by turns."""
    runs: dict[str, list[Run]] = {str(count): [] for count in NEIGHBOURS}
    for _ in range(times):
        for count in NEIGHBOURS:
            runs[str(count)].append(quiet_run(count))
    return runs


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the wait for a turn on one CPU.")
    parser.add_argument("--runs", type=int, default=20, help="runs for each number of neighbours")
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name}")
    arguments = parser.parse_args()

    stay_on_one_cpu()
    try:
        runs = measure(arguments.runs)
    except TimeoutError as error:
        sys.exit(str(error))
    for count, results in runs.items():
        percent, wait, _ = (median(values) for values in zip(*results, strict=True))
        print(f"{count} neighbours: {percent:4.1f} % of the time waiting, {wait:5.2f} ms a wait")
    if arguments.record:
        record = {
            "machine": os.uname().machine,
            "cpus": os.cpu_count(),
            "kernel": os.uname().release,
            "date": datetime.now(UTC).date().isoformat(),
            "seconds_per_run": SECONDS,
            "session_nice": session_nice(),
            "others_percent_at_most": OTHERS,
            "columns": Run._fields,
            "runs": runs,
        }
        RECORD.write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
