"""A stopped thread goes on with its next instruction, perhaps on another CPU; a system call that a
signal interrupts may instead end early, with EINTR."""
# needs: x86-64, ptrace, two-cpus
# break: skip=0 => skip=2
# break: restart=False => restart=True

import ctypes
import errno
import os
import signal
import threading

from snippets.linux import ptrace
from snippets.linux.machine_code import Code, listing
from snippets.linux.scheduling import last_cpu

# --8<-- [start:code]
LOOP = Code(
    listing("""
        cc       ; at byte 0: int3          stop once, for the parent to begin
        31 c9    ; at byte 1: xor ecx, ecx
        48 ff c1 ; at byte 3: inc rcx
        48 01 c8 ; at byte 6: add rax, rcx
        eb f8    ; at byte 9: jmp -8        back to byte 3, for ever
    """)
)
# --8<-- [end:code]


# --8<-- [start:proof]
def go_on(child, cpu, skip=0):
    """Let the child execute one instruction on a CPU, and return its registers."""
    os.sched_setaffinity(child, {cpu})
    saved = ptrace.registers(child)
    saved.rip += skip  # only the break skips anything
    ptrace.set_registers(child, saved)
    return ptrace.step(child)


cpus = dict(zip("AB", sorted(os.sched_getaffinity(0)), strict=False))  # any two of ours
with ptrace.traced_child(LOOP) as child:
    print("executed on   then stopped before")
    for name, next_byte in zip("ABABA", (3, 6, 9, 3, 6), strict=True):
        byte = go_on(child, cpus[name]).rip - LOOP.address
        print(f"CPU {name}         byte {byte}")
        assert byte == next_byte
        assert last_cpu(child) == cpus[name]
# --8<-- [end:proof]


# --8<-- [start:control]
def read(restart):
    """Wait for a byte: a signal comes every 0.1 s, the byte after 1 s."""
    reading, writing = os.pipe()
    signal.signal(signal.SIGALRM, lambda number, frame: None)
    signal.siginterrupt(signal.SIGALRM, not restart)
    byte = threading.Timer(1, os.write, (writing, b"!"))
    byte.start()
    signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
    got = libc.read(reading, ctypes.create_string_buffer(1), 1)
    error = ctypes.get_errno()
    signal.setitimer(signal.ITIMER_REAL, 0)
    byte.cancel()
    return errno.errorcode[error] if got == -1 else f"{got} byte"


libc = ctypes.CDLL(None, use_errno=True)  # os.read would try again by itself
interrupted, restarted = read(restart=False), read(True)
print("interrupted read:", interrupted)
print("with SA_RESTART: ", restarted)
assert (interrupted, restarted) == ("EINTR", "1 byte")
# --8<-- [end:control]
