"""Measure how long a Linux guest takes to its first process, and how much of the host's memory it
holds then: in our VMM, in QEMU on KVM, and in QEMU's emulator, whatever of these runs here.

Of the memory it tells apart what the guest has touched of its own, and all that the VMM takes. It
takes turns among them, prints the medians, and says of each that is absent why.
"""
# needs: guest

import argparse
import os
import re
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


def start(command: running.Command) -> tuple[float, float, float]:
    """Seconds from the start of the VMM to the guest's first process; then the memory's MiB (PSS):
    what the guest touched of its own, and all that the VMM takes, this included."""
    begin = time.monotonic()
    with running.start("echo here; read line", MEMORY, command) as guest:
        seconds = time.monotonic() - begin
        guest.read_until("here")
        text = Path(f"/proc/{guest.pid}/smaps").read_text()
    sizes = [int(size) for size in re.findall(r"^Size: +(\d+) kB", text, re.MULTILINE)]
    shares = [int(size) for size in re.findall(r"^Pss: +(\d+) kB", text, re.MULTILINE)]
    touched = [share for size, share in zip(sizes, shares, strict=True) if size == MEMORY * 1024]
    return seconds, sum(touched) / 1024, sum(shares) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the start of a Linux guest.")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    absent = {name: missing() for name, (_, missing) in CANDIDATES.items()}
    present = {name: it for name, (it, _) in CANDIDATES.items() if not absent[name]}
    results: dict[str, list[tuple[float, float, float]]] = {name: [] for name in present}
    for _ in range(rounds):
        for name, command in present.items():
            results[name].append(start(command))

    fastest = min((median(seconds for seconds, *_ in runs) for runs in results.values()), default=0)
    print(f"{'':24}{'to process 1':>14}{'range':>14}{'ratio':>7}{'guest':>10}{'in all':>9}")
    for name in CANDIDATES:
        if absent[name]:
            print(f"{name:24}{'absent':>14}")
            continue
        times, touched, sizes = zip(*results[name], strict=True)
        span = f"{min(times):.1f}–{max(times):.1f} s"
        middle = median(times)
        row = f"{name:24}{middle:12.1f} s{span:>14}{middle / fastest:6.1f}×"
        print(f"{row}{median(touched):6.0f} MiB{median(sizes):5.0f} MiB")
    for reason in sorted({reason for reason in absent.values() if reason}):
        print(f"absent: {reason}")
    machine = f"{os.cpu_count()} CPUs, Linux {os.uname().release}"
    print(f"{rounds} rounds by turns; guests of {MEMORY} MiB; {machine}")


if __name__ == "__main__":
    main()
