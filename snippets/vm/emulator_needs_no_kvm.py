"""An emulator runs a guest with neither KVM nor help from the CPU: to it the guest's instructions,
HLT among them, are data, and it may be any user's ordinary process."""
# needs: qemu
# break: -accel tcg => -accel none

import os
import select
import tempfile

from snippets.linux.children import child
from snippets.linux.machine_code import listing

# --8<-- [start:proof]
guest = listing("""
    ba f8 03 ; mov dx, 0x3f8   the serial port
    b0 34    ; mov al, '4'
    ee       ; out dx, al
    f4       ; hlt
""")
QEMU = "qemu-system-x86_64 -accel tcg -nodefaults -display none -serial stdio -bios"


def emulate():
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(writing, 1)
    os.execvp("qemu-system-x86_64", [*QEMU.split(), firmware.name])


reading, writing = os.pipe()
with tempfile.NamedTemporaryFile() as firmware:
    firmware.write(bytes(0xFFF0) + guest.ljust(16))  # an x86 CPU begins 16 bytes before its end
    firmware.flush()
    with child(emulate) as qemu:
        os.close(writing)  # now only QEMU has that end
        said = os.read(reading, 1) if select.select([reading], [], [], 10)[0] else b""
        print("the guest says:", said.decode())
        assert said == b"4"
        files = [os.readlink(f"/proc/{qemu}/fd/{fd}") for fd in os.listdir(f"/proc/{qemu}/fd")]
        owner = os.stat(f"/proc/{qemu}").st_uid
print("QEMU has /dev/kvm open:", "yes" if "/dev/kvm" in files else "no")
print("QEMU's user is ours:", "yes" if owner == os.geteuid() else "no")
assert "/dev/kvm" not in files and owner == os.geteuid()
# --8<-- [end:proof]
