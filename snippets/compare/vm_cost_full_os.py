"""What a virtual machine costs depends on what runs in it: one with a few bytes of code starts in
less than a fifth of the time that one with Linux takes in the same VMM, and takes next to nothing
of the memory that is promised, one with Linux the time and memory of a kernel."""
# needs: guest, qemu
# break: code = FEW => code = FILL + FEW
# masks: time, size

import shutil
import tempfile
import time

from snippets.linux.machine_code import listing
from snippets.linux.memory import pss
from snippets.measure.promised import taken
from snippets.vm import qemu
from snippets.vm.running import Guest, emulator, start

FILL = listing("""
    2e 66 0f 01 16 38 00 ; lgdt cs:[0x38]
    0f 20 c0             ; mov eax, cr0
    0c 01                ; or al, 1
    0f 22 c0             ; mov cr0, eax
    b8 08 00             ; mov ax, 8        a segment of 4 GiB
    8e c0                ; mov es, ax
    66 bf 00 00 10 00    ; mov edi, 1 MiB
    66 b9 00 00 80 00    ; mov ecx, 32 MiB / 4
    67 66 f3 ab          ; rep stosd        over the memory from there on
    eb 1a                ; jmp 0x40
    90 90                ; nop; nop
    00 00 00 00 00 00 00 00 ; the table of segments, at 0x28
    ff ff 00 00 00 92 cf 00 ; from 0 to 4 GiB, writable
    0f 00 28 00 ff ff 00 00 ; at 0x38: how long the table is, and where
""")

# --8<-- [start:guest]
FEW = listing("""
    b0 34    ; mov al, '4'
    ba f8 03 ; mov dx, 0x3f8
    ee       ; out dx, al      to the serial line
    f4       ; hlt
""")
JUMP = bytes.fromhex("e9 0d 00")  # what the CPU begins with, 16 bytes before the end: to the code
PROMISED = 128  # MiB
code = FEW
# --8<-- [end:guest]


# --8<-- [start:proof]
def bare(rom):
    """The command for the same machine as Linux has, with code in the place of its firmware."""
    program = shutil.which(qemu.PROGRAM)
    return [program, *qemu.BARE, *qemu.MACHINE, "-m", str(PROMISED), "-bios", rom]


def run_code():
    begin = time.perf_counter()
    with tempfile.NamedTemporaryFile() as rom:
        rom.write(code.ljust(0xFFF0, b"\xf4") + JUMP.ljust(16, b"\xf4"))
        rom.flush()
        guest = Guest(bare(rom.name))
        guest.read_until("4")
        found = time.perf_counter() - begin, taken(guest.pid, PROMISED), pss([guest.pid])
        guest.end()
        return found


small = min(run_code() for _ in range(3))
begin = time.perf_counter()
with start("read line", PROMISED, emulator) as linux:
    large = time.perf_counter() - begin, taken(linux.pid, PROMISED), pss([linux.pid])
for name, (seconds, memory, whole) in {"few bytes:": small, "Linux:": large}.items():
    print(f"{name:10} {seconds:6.2f} s, {memory:5.1f} MiB of the {PROMISED} promised", end="")
    print(f", and {whole - memory:4.1f} MiB for the VMM")
assert small[0] < large[0] / 5 and small[1] < 1 < 20 < large[1]
# --8<-- [end:proof]
