"""A process's system calls can be answered by another program in place of the kernel, which then
carries out none of them, not even exit."""
# needs: x86-64, ptrace
# break: run(sentry) => run(kernel)
# masks: kernel

import mmap
import os

from snippets.linux import ptrace
from snippets.linux.machine_code import Code, listing
from snippets.linux.memory import address_of, read_memory
from snippets.linux.proc import status

# --8<-- [start:listing]
PROGRAM = Code(
    listing("""
    cc                   ; int3                 stop once, for its parent to begin
    48 89 fb             ; mov rbx, rdi         the address of a buffer
    b8 3f 00 00 00       ; mov eax, 63          uname(
    0f 05                ; syscall                  the buffer)
    b8 01 00 00 00       ; mov eax, 1           write(
    bf 01 00 00 00       ; mov edi, 1               1,
    48 8d b3 82 00 00 00 ; lea rsi, [rbx + 130]     the release, as uname put it,
    ba 41 00 00 00       ; mov edx, 65              65 bytes)
    0f 05                ; syscall
    b8 3c 00 00 00       ; mov eax, 60          exit(
    31 ff                ; xor edi, edi             0)
    0f 05                ; syscall
    """)
)
# --8<-- [end:listing]


# --8<-- [start:proof]
def sentry(child):
    """Answer its calls in the kernel's place; what it had written when it said exit."""
    said = b""
    with open(f"/proc/{child}/mem", "r+b", buffering=0) as memory:
        while True:
            call = ptrace.next_call_unmade(child)
            match call.orig_rax:
                case 63:  # uname
                    memory.seek(call.rdi + 130)
                    memory.write(b"0.1-ours")
                    call.rax = 0
                case 1:  # write
                    said = read_memory(child, call.rsi, call.rdx)
                    call.rax = call.rdx
                case 60:  # exit
                    return said
            ptrace.set_registers(child, call)


# --8<-- [end:proof]
def kernel(child):
    """Leave its calls to the kernel."""
    ptrace.resume(child)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    return b""


def run(answer):
    """Let the program run: what it wrote, by whom, and its state after exit."""
    reading, writing = os.pipe()
    buffer = mmap.mmap(-1, mmap.PAGESIZE)

    def program():
        os.dup2(writing, 1)
        PROGRAM(address_of(buffer))

    with ptrace.traced_child(program) as child:
        os.close(writing)
        told = answer(child)
        state = status(child)["State"]
    with os.fdopen(reading, "rb") as output:
        return [text.strip(b"\0").decode() for text in (told, output.read())] + [state]


# --8<-- [start:outcome]
told, output, state = run(sentry)
print("answered by      what it wrote    what came out    after exit")
print(f"our program      {told:17}{output or 'nothing':17}{state}")
assert (told, output, state) == ("0.1-ours", "", "t (tracing stop)")
# --8<-- [end:outcome]

# --8<-- [start:control]
_, output, state = run(kernel)
print(f"the kernel       {output:17}{output:17}{state}")
assert output == os.uname().release and state == "Z (zombie)"
# --8<-- [end:control]
