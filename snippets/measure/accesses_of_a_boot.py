"""Count how often a Linux that boots reads and writes devices: on a PC and on a microVM, both of
QEMU's emulator, which notes each access down.

On KVM each would be an exit to the VMM, except for interrupt controllers and timers: those KVM
plays itself, in the kernel. They are not counted.

Each machine is booted three times, for a kernel that waits for a device asks again and again, and
no two boots wait equally long. Shown is the lowest count and the highest.
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
BOOTS = 3


def accesses(machine: str) -> Counter[str]:
    """How often each device is read or written while Linux comes to its userspace, and ends."""
    with tempfile.NamedTemporaryFile("r") as notes:
        options = f"{machine} {OPTIONS} -D {notes.name}".split()
        boot = guest.boot_in_qemu("", options="quiet", machine=options, time_limit=300)
        guest.output(boot.log)  # raises if it did not come so far
        found = re.findall("name '(.+)'", notes.read())
    return Counter(name for name in found if name not in KVMS)


def ranges(boots: list[Counter[str]], names: set[str]) -> str:
    """How often devices of these names were read or written, all together: lowest and highest."""
    counts = sorted({sum(boot[name] for name in names) for boot in boots})
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"


def main() -> None:
    pc, microvm = ([accesses(machine) for _ in range(BOOTS)] for machine in (PC, MICROVM))
    total = sum(pc + microvm, Counter[str]())
    first = [name for name, _ in total.most_common(ROWS)]
    rows = [(name, {name}) for name in first]
    rows += [("others", set(total) - set(first)), ("together", set(total))]
    print(f"{'':14}{'PC':>14}{'microVM':>14}")
    for name, names in rows:
        print(f"{name:14}{ranges(pc, names):>14}{ranges(microvm, names):>14}")


if __name__ == "__main__":
    main()
