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

MACHINES = {"a PC": "-M pc", "a microVM": "-M microvm,acpi=off"}
OPTIONS = "-accel tcg -serial stdio -no-reboot -trace memory_region_ops_*"
KVMS = {"apic-msi", "ioapic", "pic", "elcr", "pit", "pcspk"}


def accesses(machine: str) -> Counter[str]:
    """How often each device is read or written while Linux comes to its userspace, and ends."""
    with tempfile.NamedTemporaryFile("r") as notes:
        options = f"{machine} {OPTIONS} -D {notes.name}".split()
        boot = guest.boot_in_qemu("", options="quiet", machine=options, time_limit=300)
        guest.output(boot.log)  # raises if it did not come so far
        found = re.findall("name '(.+)'", notes.read())
    return Counter(name for name in found if name not in KVMS)


def main() -> None:
    for name, machine in MACHINES.items():
        counts = accesses(machine)
        most = ", ".join(f"{device} {count}" for device, count in counts.most_common(5))
        print(f"{name + ':':11}{counts.total():6} accesses; most to {most}")


if __name__ == "__main__":
    main()
