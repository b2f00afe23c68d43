"""Software decides which addresses lead a guest to memory; that each access keeps to this the VMM
need not check: the CPU's modes and page tables do it, or KVM in their place."""
# needs: kvm, x86-64
# break: 0x5000, more) => 0x6000, more)

import mmap

from snippets.linux.kvm import HLT, Machine
from snippets.linux.machine_code import listing

# --8<-- [start:proof]
guest = listing("""
    b0 2a             ; mov al, 42
    a2 00 30          ; mov [0x3000], al   inside its 16 KiB of memory
    a2 00 50          ; mov [0x5000], al   beyond
    f4                ; hlt
""")


def run():
    """Run the same nine bytes from the beginning; what came out to us before they ended?"""
    cpu.real_mode(0x1000)
    return [exit for exit in cpu.run() if exit != HLT()]


more = mmap.mmap(-1, mmap.PAGESIZE)
with Machine(memory=0x4000) as machine:
    machine.load(0x1000, guest)
    cpu = machine.cpu()
    before, inside = run(), machine.memory[0x3000]
    machine.add_memory(0x5000, more)  # the program of the host moves the border
    after, beyond = run(), more[0]
print("before:", *before, "| at 0x3000:", inside)
print("after: ", *after or ["no exit"], "| at 0x5000:", beyond)
assert [exit.address for exit in before] == [0x5000] and inside == 42
assert after == [] and beyond == 42
# --8<-- [end:proof]
