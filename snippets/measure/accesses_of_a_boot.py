"""Count how often a Linux that boots reads and writes devices: on a PC and on a microVM, both of
QEMU's emulator, which notes each access down.

On KVM each would be an exit to the VMM, except for interrupt controllers and timers: those KVM
plays itself, in the kernel. They are not counted.
"""
# needs: guest, qemu-trace

import re
import tempfile
from collections import Counter

from snippets.vm import guest

PC, MICROVM = "-M pc", "-M microvm,acpi=off"
OPTIONS = "-accel tcg -serial stdio -no-reboot -trace memory_region_ops_*"
KVMS = {"apic-msi", "ioapic", "pic", "elcr", "pit", "pcspk"}
ROWS = 8


def accesses(machine: str) -> Counter[str]:
    """How often each device is read or written while Linux comes to its userspace, and ends."""
    with tempfile.NamedTemporaryFile("r") as notes:
        options = f"{machine} {OPTIONS} -D {notes.name}".split()
        boot = guest.boot_in_qemu("", options="quiet", machine=options, time_limit=300)
        guest.output(boot.log)  # raises if it did not come so far
        found = re.findall("name '(.+)'", notes.read())
    return Counter(name for name in found if name not in KVMS)


def main() -> None:
    pc, microvm = accesses(PC), accesses(MICROVM)
    names = [name for name, _ in (pc + microvm).most_common(ROWS)]
    rows = [(name, pc[name], microvm[name]) for name in names]
    rest = [counts.total() - sum(counts[name] for name in names) for counts in (pc, microvm)]
    print(f"{'':14}{'PC':>8}{'microVM':>10}")
    for name, *counts in (*rows, ("others", *rest), ("together", pc.total(), microvm.total())):
        print(f"{name:14}{counts[0]:8}{counts[1]:10}")


if __name__ == "__main__":
    main()
