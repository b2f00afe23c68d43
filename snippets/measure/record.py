"""What every measurement has in common: its competitors by turns, its record, its spread.

A record is one file, docs/evidence/compare/NAME.json: where and when it was measured, every raw
value, who was absent and why, and how much of the CPUs other programs used meanwhile.
"""

import argparse
import hashlib
import json
import os
import re
import resource
import signal
import sys
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from snippets.linux.proc import descendants, stat

ROOT = Path(__file__).parents[2]
OURS = ROOT / "docs/evidence/compare"  # the book's records
HERE = ROOT / ".cache/measure"  # those of the reader's machine
ROUNDS = 20  # values of each competitor, at least
SELDOM = 4  # what takes seconds is measured in every fourth round only
STEADY = 0.5  # the middle half of the values is no wider than this part of their median
QUIET = 10.0  # percent of the CPUs' time that other programs may use meanwhile

helpers: set[int] = set()  # processes that work for a measurement, but were there before it

Record = dict[str, Any]
Measure = Callable[[], float | dict[str, float]]  # several values: by what comes after the name


class Refused(ValueError):
    """A record that can't be believed; the message is one line."""


class Row(NamedTuple):
    """The values of one competitor: their median, the middle half, and nearly all of them."""

    middle: float
    quarter: float
    three_quarters: float
    tenth: float
    nine_tenths: float
    steady: bool

    @classmethod
    def of(cls, values: list[float]) -> "Row":
        low, _, high = quantiles(values, n=4, method="inclusive")
        tenths = quantiles(values, n=10, method="inclusive")
        steady = high - low <= STEADY * median(values)
        return cls(median(values), low, high, tenths[0], tenths[-1], steady)


# --8<-- [start:by-turns]
def by_turns(
    competitors: Mapping[str, Measure], rounds: int, seldom: Collection[str] = ()
) -> dict[str, list[float]]:
    """Measure each once, then all again: what is slow at times then slows all of them.

    The first round is thrown away: it finds the files not yet in memory. seldom: who takes part in
    every fourth round only.
    """
    values: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        print(f"\rround {number} of {rounds}", end="", file=sys.stderr, flush=True)
        for name, measure in competitors.items():
            if name in seldom and number % SELDOM:
                continue
            value = measure()
            each = value if isinstance(value, dict) else {"": value}
            for key, one in each.items() if number else ():
                values.setdefault(f"{name}{key}", []).append(one)
    print("\r", end="", file=sys.stderr)
    return values
    # --8<-- [end:by-turns]


def host() -> Record:
    """What the machine is that is measured."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    system = re.search(r'PRETTY_NAME="(.*)"', Path("/etc/os-release").read_text())
    return {
        "kernel": os.uname().release,
        "machine": os.uname().machine,
        "cpu": cpu[1] if cpu else "unknown",
        "cpus": os.cpu_count(),
        "memory_mib": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20,
        "hypervisor": "hypervisor" in Path("/proc/cpuinfo").read_text(),
        "system": system[1] if system else "unknown",
        "python": sys.version.split()[0],
        "user": "root" if os.geteuid() == 0 else "ordinary user",
    }


class Others:
    """How much of the CPUs' time programs used that are not ours, since this was made.

    Source: proc(5), /proc/stat; getrusage(2).
    """

    def __init__(self) -> None:
        self.load = list(os.getloadavg())
        self.begin, self.busy, self.own = time.monotonic(), _busy(), _own()

    def percent(self) -> float:
        seconds = (time.monotonic() - self.begin) * (os.cpu_count() or 1)
        others = (_busy() - self.busy) - (_own() - self.own)
        return round(max(0.0, 100 * others / seconds), 1)


def _busy() -> float:
    """Seconds that the CPUs did not idle, and those that a hypervisor took away."""
    user, nice, system, _, _, irq, softirq, steal = map(
        int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    )
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def _own() -> float:
    """Seconds that this process used, its helpers, and the descendants of all: ended or running."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    ticks = 0
    for pid in descendants({os.getpid()} | helpers) - {os.getpid()}:
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended since
            ticks += sum(map(int, stat(pid)[11:15]))  # utime, stime, cutime, cstime
    return sum(each.ru_utime + each.ru_stime for each in used) + ticks / os.sysconf("SC_CLK_TCK")


def take(
    name: str,
    unit: str,
    competitors: Mapping[str, Measure],
    absent: Mapping[str, str],
    rounds: int,
    seldom: Collection[str] = (),
    **more: Any,
) -> Record:
    """Measure all that is present and give the record of it.

    seldom: who takes part in every fourth round only.
    """
    others = Others()
    values = by_turns(competitors, rounds, seldom)
    return sealed(
        {
            "measurement": name,
            "date": datetime.now(UTC).date().isoformat(),
            "host": host(),
            "load_before": [round(load, 2) for load in others.load],
            "others_percent": others.percent(),
            "rounds": rounds,
            "unit": unit,
            "every_fourth_round": [name for name in competitors if name in seldom],
            **more,
            "absent": dict(absent),
            "values": {key: [float(f"{v:.4g}") for v in each] for key, each in values.items()},
        }
    )


def digest(record: Record) -> str:
    """The SHA-256 of a record without its integrity line, however it is spaced or sorted."""
    content = {key: value for key, value in record.items() if key != "integrity"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256-{hashlib.sha256(text.encode()).hexdigest()}"


def sealed(record: Record) -> Record:
    """The record with its integrity line, which stands first."""
    content = {key: value for key, value in record.items() if key != "integrity"}
    return {"integrity": digest(content)} | content


def read(path: Path) -> Record:
    """A record. Raises Refused if the file is cut off, or changed since it was measured."""
    try:
        record = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise Refused(f"{path.name}: no whole record ({error}); measure again") from None
    if not isinstance(record, dict) or record.get("integrity") != digest(record):
        raise Refused(f"{path.name}: changed since it was measured; measure again")
    return record


def rows(record: Record) -> dict[str, Row]:
    """The competitors of a record, in its order."""
    return {name: Row.of(values) for name, values in record["values"].items()}


def write(record: Record, folder: Path) -> Path:
    """Write a record: one line for each competitor. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{record['measurement']}.json"
    text = json.dumps(record, indent=1, ensure_ascii=False)
    text = re.sub(r"\[([^\[\]{}]*)\]", lambda m: "[" + " ".join(m[1].split()) + "]", text)
    new = path.with_suffix(".new")
    new.write_text(text + "\n", "utf-8")
    new.replace(path)
    return path


def table(record: Record) -> str:
    """The record for a terminal."""
    lines = [f"{'':34}{'median':>10}{'middle half':>21}   {record['unit']}"]
    for name, row in rows(record).items():
        half = f"{row.quarter:.3g} to {row.three_quarters:.3g}"
        mark = "" if row.steady else "  unsteady"
        lines.append(f"{name:34}{row.middle:10.3g}{half:>21}{mark}")
    lines += [f"{name:34}    absent: {why}" for name, why in record["absent"].items()]
    machine = record["host"]
    lines.append(
        f"{record['rounds']} rounds by turns; {machine['cpus']} CPUs, Linux {machine['kernel']}; "
        f"others used {record['others_percent']:g}% of the CPUs"
    )
    return "\n".join(lines)


# --8<-- [start:main]
def main(name: str, about: str, measure: Callable[[int], Record]) -> None:
    """The command line of one measurement: measure, print, write, and draw beside the book's."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--record", action="store_true", help="replace the book's own record")
    arguments = parser.parse_args()
    if arguments.rounds < ROUNDS:
        parser.error(f"--rounds: at least {ROUNDS}, or the medians say little")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what runs is ended with us
    record = measure(arguments.rounds)
    print(table(record))
    path = write(record, OURS if arguments.record else HERE)
    print(f"wrote {path.relative_to(ROOT)}")
    if not arguments.record:
        print(f"your points beside the book's: {draw(name)}")
    # --8<-- [end:main]


def draw(name: str) -> str:
    """Draw the book's picture of a measurement with this machine's points beside; where it is."""
    import runpy

    source = ROOT / f"docs/diagrams/{PICTURES[name]}.py"
    draw = runpy.run_path(str(ROOT / "docs/diagrams/draw.py"))["draw"]
    drawn = {HERE / path.name: text for path, text in draw(source, yours=HERE).items()}
    pictures = {path: text for path, text in drawn.items() if path.suffix == ".svg"}
    for path, text in pictures.items():
        path.write_text(text, "utf-8")
    return " and ".join(str(path.relative_to(ROOT)) for path in pictures)


PICTURES = {
    "start-times": "what-it-costs",
    "memory": "what-it-costs-memory",
    "calls": "while-it-runs",
    "first-write": "while-it-runs-first-write",
    "cpu-share": "while-it-runs-cpu",
}
