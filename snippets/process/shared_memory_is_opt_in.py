"""What a process stores in a shared mapping appears in every other shared mapping of the same
memory; a store into a private mapping changes its own address space alone."""
# needs: nothing
# break: MAP_SHARED | mmap.MAP_ANONYMOUS => MAP_PRIVATE | mmap.MAP_ANONYMOUS
# break: MAP_PRIVATE | mmap.MAP_ANONYMOUS => MAP_SHARED | mmap.MAP_ANONYMOUS
# break: stranger(name, mmap.MAP_SHARED) => stranger(name, mmap.MAP_PRIVATE)

import mmap
import os
import subprocess
import sys

from snippets.linux.children import in_child

# --8<-- [start:proof]
ours = mmap.mmap(-1, mmap.PAGESIZE, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)
mine = mmap.mmap(-1, mmap.PAGESIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
ours[:6] = mine[:6] = b"parent"


def write():
    ours[:6] = mine[:6] = b"child!"


in_child(write)
print("shared mapping: ", ours[:6].decode())
print("private mapping:", mine[:6].decode())
assert (ours[:6], mine[:6]) == (b"child!", b"parent")
# --8<-- [end:proof]

STORE = """
import mmap, sys
with open(sys.argv[1], "r+b") as file:
    memory = mmap.mmap(file.fileno(), mmap.PAGESIZE, flags=int(sys.argv[2]))
memory[:8] = b"stranger"
"""


# --8<-- [start:control]
def stranger(path, flags):
    """Run another Python on STORE: map the file, put b"stranger" at its beginning."""
    subprocess.run([sys.executable, "-c", STORE, path, str(flags)], check=True)


file = os.memfd_create("common")  # a file in memory: nothing is left of it
os.ftruncate(file, mmap.PAGESIZE)
name = f"/proc/{os.getpid()}/fd/{file}"
ours = mmap.mmap(file, mmap.PAGESIZE)  # shared by default
ours[:8] = b"original"
stranger(name, mmap.MAP_PRIVATE)
private = ours[:8].decode()
stranger(name, mmap.MAP_SHARED)
shared = ours[:8].decode()
print("a stranger stores, private:", private)
print("a stranger stores, shared: ", shared)
assert (private, shared) == ("original", "stranger")
# --8<-- [end:control]
