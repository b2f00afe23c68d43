"""A microVM is a virtual machine with fewer kinds of devices than a virtual PC has, and so with
fewer kinds of places where its guest can make a VMM do something."""
# needs: qemu
# break: MICROVM = "-M microvm,acpi=off" => MICROVM = PC
# masks: count

import re
import subprocess
import textwrap

from snippets.vm import qemu

# --8<-- [start:proof]
PC = "-M pc"
MICROVM = "-M microvm,acpi=off"


def ask(machine, question, pattern):
    """Put a question to QEMU's monitor, about a machine that has not started yet."""
    options = f"{machine} -accel tcg -S -monitor stdio -serial null"
    command = [qemu.PROGRAM, *qemu.BARE, *options.split()]
    said = subprocess.check_output(command, input=f"{question}\nquit\n", text=True)
    return set(re.findall(pattern, said))


def look(machine):
    """Which kinds of devices it has, and behind which kinds of ports and addresses."""
    devices = ask(machine, "info qtree", "dev: ([^,]+)")
    places = ask(machine, "info mtree -f", "i/o\\): ([^ \n]+)") - {"io"}  # there is nothing
    return devices, places


(pc, pc_places), (microvm, microvm_places) = look(PC), look(MICROVM)
print(f"a PC:      {len(pc)} kinds of devices, at {len(pc_places)} kinds of places")
print(f"a microVM: {len(microvm)} kinds of devices, at {len(microvm_places)} kinds of places")
assert len(pc) >= 2 * len(microvm) and len(pc_places) >= 2 * len(microvm_places)
# --8<-- [end:proof]

# --8<-- [start:control]
for who, kinds in ("both", pc & microvm), ("microVM", microvm - pc), ("PC", pc - microvm):
    print(textwrap.fill(f"{who}: {' '.join(sorted(kinds))}", 79, subsequent_indent="    "))
assert "isa-fdc" in pc - microvm  # the floppy drive's controller, though there is no drive
# --8<-- [end:control]
