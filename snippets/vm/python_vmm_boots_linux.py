"""A VMM in Python boots an unmodified Linux kernel up to its first process; what the guest wants of
the VMM's devices reaches it as exits."""
# needs: guest, linux-on-kvm
# break: initramfs(SCRIPT => initramfs("exit"
# masks: kernel, size, count

import tempfile

from snippets.vm.guest import MARK, initramfs, prepared
from snippets.vm.serial import Serial
from snippets.vm.vmm import COMMAND_LINE, boot

# --8<-- [start:proof]
SCRIPT = "echo $(uname -s -r), process $$, $(grep -o '[0-9]* kB' /proc/meminfo | head -1)"
printed = bytearray()

kernel, _, busybox = prepared()
with tempfile.NamedTemporaryFile() as archive:
    archive.write(initramfs(SCRIPT, busybox.read_bytes()))
    archive.flush()
    exits = boot(kernel, archive.name, f"{COMMAND_LINE} quiet", console=printed.extend)
said = printed.decode().replace("\r", "").partition(f"{MARK}\n")[2].split("\n")[0]
serial = sum(exits["IO", port] for port in Serial.PORTS)
print("the guest says:", said)
print("exits to us:   ", exits.total(), "in all,", serial, "of them for the serial port")
print("shut down:     ", exits["SHUTDOWN", None], "time")
assert said.startswith("Linux ") and ", process 1, " in said
assert serial >= len(printed) and exits["SHUTDOWN", None] == 1
# --8<-- [end:proof]
