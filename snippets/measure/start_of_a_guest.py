"""Measure how long a Linux guest takes to its first process, and how much of the host's memory it
holds then: in our VMM, in QEMU on KVM, and in QEMU's emulator, whatever of these runs here.

It takes turns among them, prints the medians, and says of each that is absent why.
"""
# needs: guest

import argparse
import os
import time
from pathlib import Path
from statistics import median

from snippets import needs
from snippets.vm import qemu, running

MEMORY = 128  # MiB that each guest is promised
running.TIME_LIMIT = 300  # seconds: in an emulated machine all takes its time
CANDIDATES = {
    "our VMM, on KVM": (running.ours, needs.linux_on_kvm),
    "QEMU microvm, on KVM": (
        running.qemu_on_kvm,
        lambda: qemu.missing() or needs.linux_on_kvm(),
    ),
    "QEMU microvm, emulated": (running.emulator, qemu.missing),
}


def start(command: running.Command) -> tuple[float, float]:
    """Seconds from the start of the VMM to the guest's first process; MiB of its memory (PSS)."""
    begin = time.monotonic()
    with running.start("echo here; read line", MEMORY, command) as guest:
        seconds = time.monotonic() - begin
        guest.read_until("here")
        rollup = Path(f"/proc/{guest.pid}/smaps_rollup").read_text()
        return seconds, int(rollup.partition("Pss:")[2].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the start of a Linux guest.")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    absent = {name: missing() for name, (_, missing) in CANDIDATES.items()}
    present = {name: it for name, (it, _) in CANDIDATES.items() if not absent[name]}
    results: dict[str, list[tuple[float, float]]] = {name: [] for name in present}
    for _ in range(rounds):
        for name, command in present.items():
            results[name].append(start(command))

    fastest = min((median(s for s, _ in runs) for runs in results.values()), default=0)
    print(f"{'':24}{'to process 1':>14}{'range':>14}{'ratio':>7}{'memory':>10}")
    for name in CANDIDATES:
        if absent[name]:
            print(f"{name:24}{'absent':>14}")
            continue
        times, sizes = zip(*results[name], strict=True)
        span = f"{min(times):.1f}–{max(times):.1f} s"
        middle = median(times)
        row = f"{name:24}{middle:12.1f} s{span:>14}{middle / fastest:6.1f}×{median(sizes):6.0f} MiB"
        print(row)
    for reason in sorted({reason for reason in absent.values() if reason}):
        print(f"absent: {reason}")
    machine = f"{os.cpu_count()} CPUs, Linux {os.uname().release}"
    print(f"{rounds} rounds by turns; guests of {MEMORY} MiB; {machine}")


if __name__ == "__main__":
    main()
