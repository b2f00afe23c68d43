"""Where a guest has memory, its loads and stores cause no exit to the VMM; where it has none each
causes one, and the VMM decides what a load finds there."""
# needs: kvm
# break: small = run(memory=0x10000) => small = run(memory=0x100000)

from snippets.linux.kvm import MMIO, Machine
from snippets.linux.machine_code import listing

# --8<-- [start:proof]
guest = listing("""
    b8 00 b8       ; mov ax, 0xb800
    8e d8          ; mov ds, ax             now an address n means 0xb8000 + n
    c6 06 00 00 48 ; mov byte [0], 'H'
    c6 06 02 00 69 ; mov byte [2], 'i'
    a0 00 00       ; mov al, [0]
    f4             ; hlt
""")


def run(memory):
    """What did the guest want beyond its memory, what did it read, what is at 0xb8000?"""
    with Machine(memory) as machine:
        machine.load(0x1000, guest)
        cpu = machine.cpu()
        cpu.real_mode(0x1000)
        beyond = []
        for exit in cpu.run():
            if isinstance(exit, MMIO):
                beyond.append(exit)
                cpu.answer(ord("?"))
        return beyond, chr(cpu.registers.rax & 0xFF), machine.memory[0xB8000:0xB8003]


small = run(memory=0x10000)  # 64 KiB: 0xb8000 lies beyond
large = run(memory=0x100000)  # 1 MiB
for beyond, read, there in (small, large):
    print(*beyond or ["no exit but HLT"], sep="\n")
    print(f"the guest read {read!r}; its memory there: {there}")
assert [exit.address for exit in small[0]] == [0xB8000, 0xB8002, 0xB8000]
assert small[1] == "?" and large == ([], "H", b"H\0i")
# --8<-- [end:proof]
