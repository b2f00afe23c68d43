"""Plain code causes no exit to the VMM, and each OUT to one of its devices causes one; whether
plain code runs on the CPU or is interpreted depends on the KVM."""
# needs: kvm, x86-64, kvm-statistics
# break: OUT = "e6 e9" => OUT = "04 01"
# masks: value

import time

from snippets.linux.kvm import Machine, map_identity
from snippets.linux.machine_code import Code, listing

ROUNDS = 300_000

# --8<-- [start:listing]
ADD = "04 01" + " ; add al, 1"
OUT = "e6 e9" + " ; out 0xe9, al"


def loop(instruction, end):
    """A loop of which each round has three instructions; it is begun with the rounds in EDI."""
    text = f"""
        {instruction}
        ff cf ; dec edi    one round less to do
        75 fa ; jnz -6
        {end}
    """
    return listing(text)


# --8<-- [end:listing]


def in_guest(instruction, rounds):
    """Run the loop in 64 bits: exits to us, instructions that KVM interpreted, CPU time."""
    with Machine(memory=0x10000) as machine:
        map_identity(machine.memory, 0x8000)
        machine.load(0x1000, loop(instruction, end="f4 ; hlt"))
        cpu = machine.cpu()
        cpu.long_mode(0x1000, page_tables=0x8000, rdi=rounds)
        before, begin = cpu.statistics()["insn_emulation"], time.thread_time()
        exits = sum(1 for exit in cpu.run(time_limit=60))
        seconds = time.thread_time() - begin
        return exits, cpu.statistics()["insn_emulation"] - before, seconds


# --8<-- [start:proof]
add_exits, interpreted, guest_time = in_guest(ADD, rounds=ROUNDS)
out_exits, _, _ = in_guest(OUT, rounds=1000)
print("exits of 300,000 rounds with ADD:", add_exits)
print("exits of 1,000 rounds with OUT:  ", out_exits)
assert (add_exits, out_exits) == (1, 1001)  # with the HLT at the end
# --8<-- [end:proof]

# --8<-- [start:control]
here = Code(loop(ADD, end="c3 ; ret"))
begin = time.thread_time()
here(100 * ROUNDS)  # more rounds, so that there is a time to measure
slower = 100 * guest_time / (time.thread_time() - begin)

share = interpreted / (3 * ROUNDS + 1)
print(f"of the loop with ADD KVM interprets: {share:.0%} of the instructions")
print(f"it takes, against the loop in a process: {slower:,.0f} × the time")
if share < 0.1:
    print("so plain code of a guest: runs on the CPU")
    assert slower < 500
else:
    print("so plain code of a guest: is interpreted by KVM")
    assert share > 0.9 and slower > 500
# --8<-- [end:control]
