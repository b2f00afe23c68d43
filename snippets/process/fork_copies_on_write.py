"""After `fork`, parent and child share private pages; a write by either, while both have the page,
copies only that page."""
# needs: nothing
# break: mmap.MAP_PRIVATE => mmap.MAP_SHARED

import mmap
import os
import socket
from contextlib import suppress

from snippets.linux.memory import address_of, use

# --8<-- [start:memory]
PAGE = mmap.PAGESIZE
memory = mmap.mmap(-1, 1000 * PAGE, flags=mmap.MAP_PRIVATE)
with suppress(OSError):  # a kernel without huge pages
    memory.madvise(mmap.MADV_NOHUGEPAGE)  # small pages only, to count exactly


def pages(moment):
    """How many of these pages another process has too; how many we have alone."""
    now = use(address_of(memory))  # from /proc/self/smaps
    shared, private = now.shared * 1024 // PAGE, now.private * 1024 // PAGE
    print(f"{moment:<22}{shared:>6}{private:>9}")
    return shared, private


# --8<-- [end:memory]

# --8<-- [start:proof]
print("the parent has        shared  private")
memory[::PAGE] = b"A" * 1000  # write a letter at the start of every page
before = pages("before fork")
ours, theirs = socket.socketpair()
child = os.fork()
if child == 0:
    ours.close()
    theirs.recv(1)  # wait until the parent has written
    theirs.send(memory[::PAGE])  # the first byte of every page
    os._exit(0)
forked = pages("after fork")
_ = memory[::PAGE]  # read every page
read = pages("after reading all")
memory[: 10 * PAGE : PAGE] = b"B" * 10
written = pages("after writing to 10")
ours.send(b"!")
letters = ours.recv(1000)
os.waitpid(child, 0)
print("letters B in the parent:", memory[::PAGE].count(b"B"))
print("letters B in the child: ", letters.count(b"B"))
assert letters == b"A" * 1000
assert (before, forked) == ((0, 1000), (1000, 0))
assert (read, written) == ((1000, 0), (990, 10))
# --8<-- [end:proof]
