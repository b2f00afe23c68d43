"""What a process stores in a shared mapping appears wherever else that memory is mapped; what it
stores in a private mapping appears in its own address space alone."""
# needs: nothing
# break: MAP_SHARED | mmap.MAP_ANONYMOUS => MAP_PRIVATE | mmap.MAP_ANONYMOUS
# break: MAP_PRIVATE | mmap.MAP_ANONYMOUS => MAP_SHARED | mmap.MAP_ANONYMOUS
# break: stranger(file.name, mmap.MAP_SHARED) => stranger(file.name, mmap.MAP_PRIVATE)

import mmap
import subprocess
import sys
import tempfile

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
    """Start another Python, which maps the file and stores a word in it."""
    subprocess.run([sys.executable, "-c", STORE, path, str(flags)], check=True)


with tempfile.NamedTemporaryFile() as file:
    file.truncate(mmap.PAGESIZE)
    ours = mmap.mmap(file.fileno(), mmap.PAGESIZE)  # shared by default
    ours[:8] = b"original"
    stranger(file.name, mmap.MAP_PRIVATE)
    private = ours[:8].decode()
    stranger(file.name, mmap.MAP_SHARED)
    shared = ours[:8].decode()
print("a stranger stores, private:", private)
print("a stranger stores, shared: ", shared)
assert (private, shared) == ("original", "stranger")
# --8<-- [end:control]
