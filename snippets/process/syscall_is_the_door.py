"""Under strict seccomp a thread keeps read, write, exit and sigreturn; any other call kills it."""
# needs: x86-64, ptrace, strict-seccomp
# break: STRICT = "01" => STRICT = "00"

import mmap
import os

from snippets.linux.machine_code import Code, listing
from snippets.linux.memory import address_of

# --8<-- [start:listing]
STRICT = "01"


def sealed(call, pipe):
    """Enter strict mode, write into the page, make one system call, exit."""
    text = f"""
        49 89 fc               ; mov r12, rdi    the argument: the page's address
        bf 16 00 00 00         ; mov edi, 22     PR_SET_SECCOMP
        be {STRICT} 00 00 00   ; mov esi, 1      SECCOMP_MODE_STRICT
        b8 9d 00 00 00         ; mov eax, 157    prctl
        0f 05                  ; syscall
        41 c6 04 24 21         ; mov [r12], "!"  an instruction, no system call
        31 e4                  ; xor esp, esp    no stack, so that sigreturn finds nothing
        bf {pipe:02x} 00 00 00 ; mov edi, pipe   for write: where to,
        4c 89 e6               ; mov rsi, r12    from where (the page),
        ba 01 00 00 00         ; mov edx, 1      and how many bytes
        b8 {call:02x} 00 00 00 ; mov eax, call
        0f 05                  ; syscall
        bf 07 00 00 00         ; mov edi, 7
        b8 3c 00 00 00         ; mov eax, 60     exit
        0f 05                  ; syscall
    """
    return Code(listing(text))


# --8<-- [end:listing]

# --8<-- [start:proof]
ALLOWED = {"read": 0, "write": 1, "sigreturn": 15}
OTHERS = {"getpid": 39, "open": 2, "mmap": 9, "socket": 41, "execve": 59}

page = mmap.mmap(-1, mmap.PAGESIZE)  # shared: the child's page is the parent's
reading, writing = os.pipe()
ends, marks = {}, ""
print("call       ended      in the page")
for name, call in (ALLOWED | OTHERS).items():  # both, one after the other
    page[0] = ord("-")
    ends[name] = sealed(call, writing).run_in_child(address_of(page)).how
    marks += chr(page[0])
    print(f"{name:10} {ends[name]:10} {chr(page[0])}")
os.close(writing)
arrived = os.read(reading, 100).decode()
print("in the pipe:", arrived)

assert [name for name in ends if ends[name] == "SIGKILL"] == list(OTHERS)
assert ends["read"] == ends["write"] == "exited 7" and arrived == "!"
assert ends["sigreturn"] == "SIGSEGV"  # let in, but no signal to end
assert marks == "!" * len(ends)
# --8<-- [end:proof]
