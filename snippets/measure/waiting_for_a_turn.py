"""Measure how long a program that only computes waits for its turn beside 0, 1 and 4 busy
neighbours on one CPU.

Without arguments it prints the medians; with --record it also writes every run to
docs/evidence/process/waiting-for-a-turn.json, from which the worksheet and its plot are made.
"""
# needs: run-queue-statistics

import argparse
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

from snippets.linux.scheduling import neighbours, stay_on_one_cpu, turns

RECORD = Path(__file__).parents[2] / "docs/evidence/process/waiting-for-a-turn.json"
NEIGHBOURS = (0, 1, 4)
SECONDS = 0.5  # length of one run


class Run(NamedTuple):
    """One run: the percentage of its time that the program waited, and the length of one wait."""

    waiting_percent: float
    one_wait_ms: float


def run(count: int) -> Run:
    """Compute for SECONDS beside so many neighbours, all on the CPU that this process may use."""
    with neighbours(count):
        start, before = time.monotonic(), turns()
        while time.monotonic() < start + SECONDS:
            pass
        seconds, after = time.monotonic() - start, turns()
    waited = (after.waited - before.waited) / 1e9
    waits = max(1, after.turns - before.turns)
    return Run(round(100 * waited / seconds, 2), round(1000 * waited / waits, 3))


def measure(times: int) -> dict[str, list[Run]]:
    """So many runs for each number of neighbours, in turn, so that other loads hit all alike."""
    runs: dict[str, list[Run]] = {str(count): [] for count in NEIGHBOURS}
    for _ in range(times):
        for count in NEIGHBOURS:
            runs[str(count)].append(run(count))
    return runs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=20, help="runs for each number of neighbours")
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name}")
    arguments = parser.parse_args()

    stay_on_one_cpu()
    load = os.getloadavg()[0]
    runs = measure(arguments.runs)
    for count, results in runs.items():
        percent, wait = (median(values) for values in zip(*results, strict=True))
        print(f"{count} busy neighbours: waiting {percent:4.1f} % of the time, {wait:5.2f} ms a wait")
    if arguments.record:
        record = {
            "machine": os.uname().machine,
            "cpus": os.cpu_count(),
            "kernel": os.uname().release,
            "date": datetime.now(UTC).date().isoformat(),
            "load_before": round(load, 2),
            "seconds_per_run": SECONDS,
            "columns": Run._fields,
            "runs": runs,
        }
        RECORD.write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
