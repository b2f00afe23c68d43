"""A microVM is a virtual machine with fewer kinds of devices than a virtual PC has, and so with
fewer kinds of places where its guest can make a VMM do something."""
# needs: qemu
# break: MICROVM = "-M microvm,acpi=off" => MICROVM = "-M q35"
# masks: count

import re
import subprocess
import textwrap

from snippets.vm import qemu

# --8<-- [start:proof]
PC = "-M pc"
MICROVM = "-M microvm,acpi=off"


def ask(machine, question, pattern):
    """Ask QEMU's monitor about a machine that has not started yet."""
    options = f"{machine} -accel tcg -S -monitor stdio -serial null"
    command = [qemu.PROGRAM, *qemu.BARE, *options.split()]
    said = subprocess.check_output(command, input=f"{question}\nquit\n", text=True)
    return set(re.findall(pattern, said))


def look(machine):
    """Its kinds of devices, and the kinds of ports and addresses where they are."""
    devices = ask(machine, "info qtree", "dev: ([^,]+)")
    places = ask(machine, "info mtree -f", "i/o\\): ([^ \n]+)")
    return devices, places - {"io"}  # this is where nothing is


(pc, pc_places), (microvm, microvm_places) = look(PC), look(MICROVM)
for name, kinds, places in ("PC", pc, pc_places), ("microVM", microvm, microvm_places):
    print(f"{name:8}{len(kinds):3} kinds of devices, at {len(places)} kinds of ports and addresses")
assert len(pc) >= 2 * len(microvm) and len(pc_places) >= 2 * len(microvm_places)
# --8<-- [end:proof]

# --8<-- [start:control]
print("both:        ", *sorted(pc & microvm))
print("microVM only:", *sorted(microvm - pc))
pc_only = textwrap.fill(" ".join(sorted(pc - microvm)), 72, break_on_hyphens=False)
print(f"PC only:\n{pc_only}")
assert "isa-fdc" in pc - microvm  # the floppy's controller, though there is no floppy
# --8<-- [end:control]
