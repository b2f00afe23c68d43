"""A system call that no part of the wall looks at takes about as long in a container as outside it;
a seccomp filter that compares an argument of the call hundreds of times makes it take more than
twice as long."""
# needs: containers, hardware-cpu
# break: RULES = 600 => RULES = 6
# break: inside, in_container(one_call)) => inside, in_container(one_call, by_argument))
# masks: time

import time
from errno import EPERM

from snippets.linux.children import in_child
from snippets.linux.machine_code import Code, listing
from snippets.linux.seccomp import ALLOW, error, forbid, install, load, verdict, when_equal
from snippets.runtime.inside import in_container

# --8<-- [start:listing]
again_and_again = listing("""
    53             ; push rbx
    48 89 fb       ; mov rbx, rdi      how often
    b8 6e 00 00 00 ; again: mov eax, 110
    0f 05          ; syscall           getppid()
    48 ff cb       ; dec rbx
    75 f4          ; jnz again
    5b             ; pop rbx
    c3             ; ret
""")
# --8<-- [end:listing]

# --8<-- [start:proof]
COUNT = 5000
RULES = 600
NOBODYS = 0x7E57C0DE  # as a first argument: no call has it


def one_call(instructions=()):
    """Nanoseconds for a system call: the fastest of ten batches."""
    if instructions:
        install(instructions)
    loop = Code(again_and_again)
    return min(timed(loop) for _ in range(10))


def timed(loop):
    begin = time.perf_counter()
    loop(COUNT)
    return (time.perf_counter() - begin) / COUNT * 1e9


by_number = forbid(*range(400, 400 + RULES))  # getppid is 110
by_argument = [load(16), *when_equal(NOBODYS, error(EPERM)) * RULES, verdict(ALLOW)]
outside = inside = float("inf")
for pair in range(50):
    outside = min(outside, in_child(one_call))
    inside = min(inside, in_container(one_call))
    if pair > 3 and 0.75 < inside / outside < 1.33:
        break  # else another program got in the way of one of them: once more
number, argument = in_container(one_call, by_number), in_container(one_call, by_argument)
print(f"in a process:                {outside:6.0f} ns")
print(f"in a container:              {inside:6.0f} ns")
print(f"there, 600 rules, number:    {number:6.0f} ns")
print(f"there, 600 rules, argument:  {argument:6.0f} ns")
assert 0.75 < inside / outside < 1.33 and argument > 2 * inside
# --8<-- [end:proof]
