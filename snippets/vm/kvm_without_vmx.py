"""KVM can do without VMX and SVM: patched with PVM it runs a guest on a CPU that offers neither,
code in ring 3 on the CPU itself, and by interpreting it what a guest not made for PVM does in
ring 0."""
# needs: kvm, no-vmx-or-svm, x86-64, kvm-statistics
# break: user = run(ring=3) => user = run(ring=0)
# masks: time

import struct
import time
from pathlib import Path

from snippets.linux.kvm import IO, Machine, map_identity
from snippets.linux.machine_code import listing

TABLES = 0x8000  # where the page tables are: three pages


def begin(machine, ring):
    """A CPU about to run what is at 0x1000, in 64 bits, in ring 0 or 3, with OUT allowed."""
    cpu = machine.cpu()
    cpu.long_mode(0x1000, TABLES)
    for entry in range(TABLES, TABLES + 0x3000, 8):  # ring 3 may go wherever there is a page
        [value] = struct.unpack_from("<Q", machine.memory, entry)
        struct.pack_into("<Q", machine.memory, entry, value | (value & 1) << 2)
    special = cpu.special_registers
    for segment in (special.cs, special.ss, special.ds, special.es):
        segment.dpl = ring
        segment.selector |= ring
    cpu.special_registers = special
    registers = cpu.registers
    registers.rflags |= 3 << 12  # IOPL: the highest ring that may use IN and OUT
    cpu.registers = registers
    return cpu


# --8<-- [start:proof]
guest = listing("""
    b9 a0 86 01 00 ; mov ecx, 100000
    ff c0          ; inc eax
    ff c9          ; dec ecx
    75 fa          ; jnz -6
    e7 e9          ; out 0xe9, eax
""")


def run(ring):
    """What did the guest count to; how many of its instructions did KVM interpret; seconds."""
    with Machine(memory=0x10000) as machine:
        map_identity(machine.memory, TABLES)
        machine.load(0x1000, guest)
        cpu = begin(machine, ring)
        before, start = cpu.statistics()["insn_emulation"], time.perf_counter()
        exit = next(cpu.run())
        seconds = time.perf_counter() - start
        assert isinstance(exit, IO)
        interpreted = cpu.statistics()["insn_emulation"] - before
        return int.from_bytes(exit.data, "little"), interpreted, seconds


flags = Path("/proc/cpuinfo").read_text().partition("\nflags")[2].split("\n")[0].split()
print("the CPU offers:", *{"vmx", "svm"} & set(flags) or ["neither vmx nor svm"])
kernel = run(ring=0)
user = run(ring=3)
for ring, (count, interpreted, seconds) in ((0, kernel), (3, user)):
    print(f"ring {ring}: to {count:,} in {1e3 * seconds:.2f} ms; interpreted: {interpreted:,}")
assert not {"vmx", "svm"} & set(flags) and kernel[0] == user[0] == 100_000
assert kernel[1] > 300_000 and user[1] < 100  # of 300,002 instructions
# --8<-- [end:proof]
