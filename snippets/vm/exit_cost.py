"""An exit that a VMM in Python answers takes more than twice as long as a system call made from
Python; one that KVM answers itself never comes to the VMM."""
# needs: kvm, x86-64
# break: "OUT": "e6 e9 90" => "OUT": "0f a2 90"
# masks: time

import os
import time

from snippets.linux.kvm import HLT, Machine
from snippets.linux.machine_code import listing

# --8<-- [start:proof]
ROUNDS = 1000
INSTRUCTIONS = {
    "NOP": "0f 1f 00",  # does nothing, in three bytes
    "CPUID": "0f a2 90",  # asks what the CPU is; with a NOP of one byte, as the next
    "OUT": "e6 e9 90",  # out 0xe9, al
}


def in_guest(instruction):
    """A loop around one instruction: how long each round takes, in µs; exits to us."""
    machine.load(0x1000, listing(f"be e8 03 {instruction} 4e 75 fa f4"))
    cpu.real_mode(0x1000)  # mov si, 1000; ...; dec si; jnz -6; hlt
    begin = time.perf_counter()
    exits = sum(1 for exit in cpu.run() if exit != HLT())
    return (time.perf_counter() - begin) / ROUNDS * 1e6, exits


def system_call():
    begin = time.perf_counter()
    for _ in range(ROUNDS):
        os.getppid()
    return (time.perf_counter() - begin) / ROUNDS * 1e6


call = min(system_call() for _ in range(5))  # the fastest of five
print(f"system call, from Python  {call:6.2f} µs")
with Machine(memory=0x2000) as machine:
    cpu = machine.cpu()
    for name, instruction in INSTRUCTIONS.items():
        cost, exits = min(in_guest(instruction) for _ in range(5))
        print(f"a round with {name:12} {cost:6.2f} µs, {exits:,} exits to us")
        assert exits == (ROUNDS if name == "OUT" else 0)
assert cost > 2 * call  # with OUT
# --8<-- [end:proof]
