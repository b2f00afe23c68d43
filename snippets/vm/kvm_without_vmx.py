"""Patched with PVM, KVM runs a guest on a CPU that has neither VMX nor SVM: code in ring 3 runs on
the CPU itself; what a guest not made for PVM does in ring 0 is interpreted."""
# needs: kvm, no-vmx-or-svm, x86-64, kvm-statistics
# break: user = run(ring=3) => user = run(ring=0)
# masks: time

import time
from pathlib import Path

from snippets.linux.kvm import IO, Machine
from snippets.linux.machine_code import listing
from snippets.vm.rings import begin

# --8<-- [start:proof]
guest = listing("""
    b9 a0 86 01 00 ; mov ecx, 100000
    ff c0          ; inc eax
    ff c9          ; dec ecx
    75 fa          ; jnz -6
    e7 e9          ; out 0xe9, eax
""")


def run(ring):
    """What did the guest count to; how many instructions did KVM interpret; CPU seconds."""
    with Machine(memory=0x10000) as machine:
        machine.load(0x1000, guest)
        cpu = begin(machine, ring)
        before, start = cpu.statistics()["insn_emulation"], time.thread_time()
        exit = next(cpu.run())
        seconds = time.thread_time() - start
        assert isinstance(exit, IO)
        interpreted = cpu.statistics()["insn_emulation"] - before
        return int.from_bytes(exit.data, "little"), interpreted, seconds


flags = Path("/proc/cpuinfo").read_text().partition("\nflags")[2].split("\n")[0].split()
print("the CPU shows:", *{"vmx", "svm"} & set(flags) or ["neither vmx nor svm"])
kernel = run(ring=0)
user = run(ring=3)
for ring, (count, interpreted, seconds) in ((0, kernel), (3, user)):
    print(f"ring {ring}: to {count:,} in {1e3 * seconds:.2f} ms; interpreted: {interpreted:,}")
assert not {"vmx", "svm"} & set(flags) and kernel[0] == user[0] == 100_000
assert kernel[1] > 300_000 and user[1] < 100  # of 300,002 instructions
# --8<-- [end:proof]
