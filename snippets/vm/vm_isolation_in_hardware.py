"""Software decides which addresses lead a guest to memory. The VMM need not check each access: the
CPU's modes and page tables do, or KVM in their place."""
# needs: kvm, x86-64, kvm-statistics
# break: add_memory(0x15000, => add_memory(0x16000,
# break: ring=3 => ring=0
# masks: count

import mmap

from snippets.linux.kvm import IO, Machine
from snippets.linux.machine_code import listing
from snippets.vm.rings import begin

# --8<-- [start:proof]
guest = listing("""
    8c c8                ; mov eax, cs         its last two bits
    24 03                ; and al, 3           are the CPU's ring
    b9 a0 86 01 00       ; mov ecx, 100000
    88 04 25 00 30 00 00 ; mov [0x3000], al    inside its 64 KiB of memory
    ff c9                ; dec ecx
    75 f5                ; jnz -11
    88 04 25 00 50 01 00 ; mov [0x15000], al   beyond
    e6 e9                ; out 0xe9, al        the end of a round: it tells us
    eb e5                ; jmp -27
""")


def a_round():
    """What came out to us in the guest's next round, before the OUT that ends it."""
    seen = []
    while not isinstance(exit := next(exits), IO):
        seen.append(exit)
    return seen


more = mmap.mmap(-1, mmap.PAGESIZE)
with Machine(memory=0x10000) as machine:
    machine.load(0x1000, guest)
    cpu = begin(machine, ring=3)
    exits = cpu.run()
    before = a_round()
    machine.add_memory(0x15000, more)  # the program of the host adds a page
    after = a_round()
    ring, interpreted = machine.memory[0x3000], cpu.statistics()["insn_emulation"]
    exits.close()
print("ring of the CPU:", ring)
print("first round: ", *before)
print("second round:", *after or ["no exit"], "| at 0x15000:", more[0])
few = "fewer than 100" if interpreted < 100 else f"{interpreted:,}"
print("instructions that KVM interpreted:", few, "of 600,010")
assert ring == 3 and [exit.address for exit in before] == [0x15000]
assert after == [] and more[0] == 3 and interpreted < 100
# --8<-- [end:proof]
