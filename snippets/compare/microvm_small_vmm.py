"""A microVM has fewer kinds of devices than a virtual PC, and the same Linux boots on it with fewer
accesses to them, each of which is work for the VMM."""
# needs: guest, qemu-trace
# break: MICROVM = "-M microvm,acpi=off" => MICROVM = PC
# masks: count

import re
import subprocess
import tempfile

from snippets.vm import guest, qemu

# --8<-- [start:proof]
PC = "-M pc"
MICROVM = "-M microvm,acpi=off"
RUN = "-accel tcg -serial stdio -no-reboot -trace memory_region_ops_*"
KVMS = {"apic-msi", "ioapic", "pic", "elcr", "pit", "pcspk"}  # KVM plays these in the kernel


def kinds(machine):
    """The kinds of devices that a machine has, as QEMU's monitor lists them."""
    command = [qemu.PROGRAM, *qemu.BARE, *f"{machine} -S -monitor stdio -serial null".split()]
    listed = subprocess.check_output(command, input="info qtree\nquit\n", text=True)
    return set(re.findall("dev: ([^,]+)", listed))


def accesses(machine):
    """How often Linux reads or writes a device while it boots, as QEMU notes it down."""
    with tempfile.NamedTemporaryFile("r") as notes:
        options = f"{machine} {RUN} -D {notes.name}".split()
        boot = guest.boot_in_qemu("", options="quiet", machine=options)
        assert guest.MARK in boot.log  # it came to its userspace
        names = re.findall("name '(.+)'", notes.read())
    return sum(name not in KVMS for name in names)


pc, microvm = kinds(PC), kinds(MICROVM)
for_pc, for_microvm = accesses(PC), accesses(MICROVM)
print(f"PC:       {len(pc)} kinds of devices, accessed {for_pc} times")
print(f"microVM:  {len(microvm)} kinds of devices, accessed {for_microvm} times")
assert len(pc) >= 2 * len(microvm) and for_pc >= 2 * for_microvm
# --8<-- [end:proof]

# --8<-- [start:control]
print("both:    ", *sorted(pc & microvm))
print("PC alone:", *sorted(pc - microvm))
assert "isa-fdc" in pc - microvm  # the floppy drive's controller, though there is no drive
# --8<-- [end:control]
