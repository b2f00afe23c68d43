"""When a thread leaves the CPU, the kernel saves its registers; before it runs again, they are put
back as they were saved."""
# needs: x86-64, ptrace, run-queue-statistics
# break: stop_often(1000, change=0) => stop_often(1000, change=1)
# masks: count

import time

from snippets.linux import ptrace
from snippets.linux.machine_code import Code
from snippets.linux.scheduling import turns

# fmt: off
# --8<-- [start:code]
LOOP = Code(
    b"\xcc"          # int3          stop once, for the parent to begin
    b"\x31\xc9"      # xor ecx, ecx  n = 0
    b"\x31\xc0"      # xor eax, eax  total = 0
    b"\x48\xff\xc1"  # inc rcx       n = n + 1
    b"\x48\x01\xc8"  # add rax, rcx  total = total + n
    b"\xeb\xf8"      # jmp -8        back to inc, for ever
)
INC = LOOP.address + 5  # where inc is
# --8<-- [end:code]
# fmt: on


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
        while saved.rip != INC:  # finish this round of the loop
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
