"""An exit that a VMM in Python answers takes, beyond the loop around it, more than five times as
long as a system call made from Python; one that KVM answers itself never comes to the VMM."""
# needs: kvm, x86-64
# break: "OUT": "e6 e9 90" => "OUT": "0f a2 90"
# masks: time, ratio

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
    """A loop around one instruction: a round's µs of CPU time, whoever else runs; exits to us."""
    guest = f"""
        be e8 03      ; mov si, 1000
        {instruction} ; the one, in three bytes
        4e            ; dec si
        75 fa         ; jnz -6
        f4            ; hlt
    """
    machine.load(0x1000, listing(guest))
    cpu.real_mode(0x1000)
    begin = time.thread_time()
    exits = sum(1 for exit in cpu.run() if exit != HLT())
    return (time.thread_time() - begin) / ROUNDS * 1e6, exits


def system_call():
    begin = time.thread_time()
    for _ in range(ROUNDS):
        os.getppid()
    return (time.thread_time() - begin) / ROUNDS * 1e6


call = min(system_call() for _ in range(20))  # the fastest of 20
print(f"system call, from Python  {call:6.2f} µs")
cost, exits = {}, {}
with Machine(memory=0x2000) as machine:
    cpu = machine.cpu()
    for name, instruction in INSTRUCTIONS.items():
        cost[name], exits[name] = min(in_guest(instruction) for _ in range(20))
        print(f"a round with {name:12} {cost[name]:6.2f} µs, {exits[name]:,} exits to us")
alone = cost["OUT"] - cost["NOP"]  # the loop and the start of KVM_RUN are in both
print(f"an exit to us, alone      {alone:6.2f} µs, {alone / call:.0f}× a system call")
assert exits["NOP"] == exits["CPUID"] == 0 and exits["OUT"] == ROUNDS and alone > 5 * call
# --8<-- [end:proof]
