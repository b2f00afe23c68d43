"""A number names a system call only together with the way in: a filter that compares just numbers
is passed by where the kernel has a second way in, with other numbers."""
# needs: x86-64, seccomp-filter, ia32-emulation
# break: forbid(UNAME)[3:] => forbid(UNAME)

import mmap
import os

from snippets.linux.attempt import attempt
from snippets.linux.children import ending, in_child
from snippets.linux.machine_code import Code, listing
from snippets.linux.memory import address_of
from snippets.linux.seccomp import UNAME, forbid, install

# --8<-- [start:listing]
OLD_WAY = """
    53             ; push rbx
    89 fb          ; mov ebx, edi   where to put the answer, an address of 32 bits
    b8 7a 00 00 00 ; mov eax, 122   uname, by the numbers of this way in
    cd 80          ; int 0x80       in place of syscall
    5b             ; pop rbx
    c3             ; ret
"""
# --8<-- [end:listing]
MAP_32BIT = 0x40  # mmap(2): at an address below 2 GiB
answer = mmap.mmap(-1, mmap.PAGESIZE, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS | MAP_32BIT)
old_way = Code(listing(OLD_WAY))

# --8<-- [start:proof]
NUMBER_ONLY = forbid(UNAME)[3:]  # without the instructions that look at the way in


def ask(instructions):
    """By syscall; then, in a child, by int 0x80: how that ends, and what the answer begins with."""
    install(instructions)
    answer[:5] = b"-----"
    return attempt(os.uname), ending(old_way, address_of(answer)), answer[:5].decode()


results = []
print("compares           syscall  int 0x80")
for what, instructions in (("number", NUMBER_ONLY), ("way in, number", forbid(UNAME))):
    results.append(in_child(ask, instructions))
    print("{:18} {:8} {}, {}".format(what, *results[-1]))
assert results[0] == ["EPERM", "exit 0", "Linux"]
assert results[1] == ["EPERM", "SIGSYS", "-----"]
# --8<-- [end:proof]
