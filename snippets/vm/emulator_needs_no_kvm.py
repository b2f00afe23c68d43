"""An emulator runs a guest with neither KVM nor help from the CPU: to it the guest's instructions,
HLT among them, are data, and it may be an ordinary user's process without any capability."""
# needs: qemu
# break: -accel tcg => -accel kvm

import os
import select
from pathlib import Path

from snippets.linux.children import child
from snippets.linux.credentials import become_ordinary_user
from snippets.linux.machine_code import listing

# --8<-- [start:proof]
guest = listing("""
    ba f8 03 ; mov dx, 0x3f8   the serial port
    b0 34    ; mov al, '4'
    ee       ; out dx, al
    f4       ; hlt             no interrupt will come
    b0 35    ; mov al, '5'
    ee       ; out dx, al
""")
QEMU = "qemu-system-x86_64 -accel tcg -nodefaults -display none -serial stdio -bios"


def emulate():
    become_ordinary_user()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(writing, 1)
    os.execvp("qemu-system-x86_64", [*QEMU.split(), f"/dev/fd/{firmware}"])


firmware, (reading, writing) = os.memfd_create("firmware", flags=0), os.pipe()
os.write(firmware, bytes(0xFFF0) + guest.ljust(16))  # where an x86 CPU begins
with child(emulate) as qemu:
    os.close(writing)  # now only QEMU has that end
    waited = select.select([reading], [], [], 10)[0]  # at most 10 s, for a letter or QEMU's end
    said = os.read(reading, 1) if waited else b""
    print("the guest says:", said.decode())
    assert said == b"4"
    more = select.select([reading], [], [], 0.5)[0]  # another letter, or the end of QEMU
    files = [os.readlink(file) for file in Path(f"/proc/{qemu}/fd").iterdir()]
    user = Path(f"/proc/{qemu}").stat().st_uid
    capabilities = Path(f"/proc/{qemu}/status").read_text().partition("CapEff:")[2].split()[0]
print("in half a second after HLT:", "something more" if more else "nothing")
print("QEMU has /dev/kvm open:", "yes" if "/dev/kvm" in files else "no")
print("QEMU is root's:", "no" if user else "yes", "| its capabilities:", int(capabilities, 16))
assert not more and "/dev/kvm" not in files and user != 0 and int(capabilities, 16) == 0
# --8<-- [end:proof]
