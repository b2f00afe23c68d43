"""Measure what costs time: ``python -m tests.benchmark [proofs|suite|build|weight|container|vm]``.

Not a test: nothing here passes or fails. Ratios come from runs that alternate, so that they hold
where the machine's speed drifts; absolute times hold for this machine and this hour.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from tests.proofs.environment import here
from tests.proofs.program import ROOT, every
from tests.proofs.runner import Runner

ROUNDS = 3


def proofs() -> None:
    """Each program bare and under the keeper, in turn: median seconds and their ratio."""
    environment, runner = here(), Runner()
    print(f"{'proof':32}{'bare':>8}{'kept':>8}{'ratio':>7}")
    sums = [0.0, 0.0]
    for program in every():
        command = [environment.python, "-m", program.module]
        bare, kept = [], []
        for _ in range(ROUNDS):
            bare.append(_seconds(partial(_quiet, command)))
            kept.append(_seconds(partial(runner.run, program)))
        medians = statistics.median(bare), statistics.median(kept)
        sums = [total + median for total, median in zip(sums, medians, strict=True)]
        print(_row(program.claim, *medians))
    runner.close()
    print(_row("together", *sums))


def suite() -> None:
    """All proofs as pytest runs them, side by side on all CPUs, without and with their breaks."""
    pages = [sys.executable, "-m", "pytest", "-q", "docs"]
    plain = _seconds(lambda: _quiet(pages))
    broken = _seconds(lambda: _quiet([*pages, "tests/proofs/test_breaks.py"]))
    print(f"{'suite of proofs':32}{plain:8.1f} s on {len(os.sched_getaffinity(0))} CPUs")
    print(f"{'the same with breaks':32}{broken:8.1f} s, {broken / plain:.1f} ×")


def build() -> None:
    """The sites and the books, from nothing and again."""
    shutil.rmtree(ROOT / "site", ignore_errors=True)
    shutil.rmtree(ROOT / ".cache" / "book", ignore_errors=True)
    for name in ("cold", "warm"):
        whole = _seconds(lambda: _quiet([sys.executable, "-m", "press.build"]))
        print(f"{'make site, ' + name:32}{whole:8.1f} s")
    without = [sys.executable, "-m", "press.build", "--without-books"]
    print(f"{'the site without books':32}{_seconds(lambda: _quiet(without)):8.1f} s")
    subprocess.run([sys.executable, "-m", "press.book"], cwd=ROOT)  # says seconds and memory


def weight() -> None:
    """The heaviest pages of the built site, as a reader first meets them."""
    from tests.site.weight import page_weights

    for weighed in sorted(page_weights(ROOT / "site"), reverse=True)[:3]:
        print(weighed)


def container() -> None:
    """The container beside bubblewrap, crun and runc: start to first output, and memory."""
    from tests.container.benchmark import measure

    measure()


def vm() -> None:
    """A Linux guest in our VMM, QEMU on KVM and QEMU's emulator: start to process 1, and memory."""
    from tests.vm.benchmark import measure

    measure()


PARTS: dict[str, Callable[[], None]] = {
    "proofs": proofs,
    "suite": suite,
    "build": build,
    "weight": weight,
    "container": container,
    "vm": vm,
}


def _quiet(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _row(name: str, bare: float, kept: float) -> str:
    return f"{name:32}{bare:7.2f}s{kept:7.2f}s{kept / bare:6.2f}×"


if __name__ == "__main__":
    for part in sys.argv[1:] or list(PARTS):
        PARTS[part]()
