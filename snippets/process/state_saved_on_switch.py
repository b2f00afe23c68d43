"""When a thread leaves the CPU, the kernel saves its registers; before it runs again, they are put
back as they were saved."""
# needs: x86-64, ptrace, run-queue-statistics
# break: stop_often(1000, change=0) => stop_often(1000, change=1)
# masks: count

import time

from snippets.linux import ptrace
from snippets.linux.machine_code import Code, listing
from snippets.linux.scheduling import turns

# --8<-- [start:code]
LOOP = Code(
    listing("""
        cc       ; int3          stop once, for the parent to begin
        31 c9    ; xor ecx, ecx  n = 0
        31 c0    ; xor eax, eax  total = 0
        48 ff c1 ; inc rcx       n = n + 1
        48 01 c8 ; add rax, rcx  total = total + n
        eb f8    ; jmp -8        back to inc, for ever
    """)
)
INC = LOOP.address + 5  # where inc is, after 1 + 2 + 2 bytes
# --8<-- [end:code]


# --8<-- [start:proof]
def stop_often(times, change):
    """Stop the loop so many times, then add something to its saved total."""
    with ptrace.traced_child(LOOP) as child:
        for _ in range(times):
            ptrace.resume(child)
            time.sleep(0.0001)
            ptrace.stop(child)
        saved = ptrace.registers(child)
        saved.rax += change
        ptrace.set_registers(child, saved)
        while saved.rip != INC:  # finish this round: n and total belong together
            saved = ptrace.step(child)
        return turns(child).turns, saved.rcx, saved.rax


def total(n):
    return n * (n + 1) // 2 % 2**64  # 1 + 2 + ... + n, in 64 bits


stays, n, result = stop_often(1000, change=0)
print(f"turns on a CPU:     {stays}")
print(f"additions:          {n}")
print(f"error of the total: {result - total(n)}")
assert stays > 1000 and n > 1000
assert result == total(n)
# --8<-- [end:proof]

# --8<-- [start:control]
_, n, result = stop_often(1000, change=7)
print(f"error after adding 7 to the saved total: {result - total(n)}")
assert result == (total(n) + 7) % 2**64
# --8<-- [end:control]
