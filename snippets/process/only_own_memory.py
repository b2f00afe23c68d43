"""A pointer reaches only what is mapped into the address space of its own process; to reach what
isn't, a process must ask the kernel, and the kernel checks whether it may."""
# needs: reading-a-childs-memory
# break: mmap.MAP_PRIVATE => mmap.MAP_SHARED
# break: prctl(PR_SET_DUMPABLE, 0) => prctl(PR_SET_DUMPABLE, 1)
# masks: address

import ctypes
import mmap

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child, waiting_child
from snippets.linux.credentials import PR_SET_DUMPABLE, become_ordinary_user, prctl
from snippets.linux.memory import address_of, read_memory

become_ordinary_user()

# --8<-- [start:proof]
page = mmap.mmap(-1, mmap.PAGESIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
page[:6] = b"parent"
address = address_of(page)


def write():
    page[:6] = b"child!"


def write_and_look():
    write()
    return ctypes.string_at(address, 6).decode()  # follow the pointer


childs = in_child(write_and_look)
parents = ctypes.string_at(address, 6).decode()
print(f"{address:#x}, read by the child:  {childs}")
print(f"{address:#x}, read by the parent: {parents}")
assert (childs, parents) == ("child!", "parent")
# --8<-- [end:proof]


# --8<-- [start:control]
def write_and_object():
    write()
    prctl(PR_SET_DUMPABLE, 0)  # others without privileges may not look


with waiting_child(write) as child:
    copied = read_memory(child, address, 6).decode()
with waiting_child(write_and_object) as child:
    refused = attempt(read_memory, child, address, 6)
print(f"parent asks the kernel:   {copied}")
print(f"once the child objects:   {refused}")
assert (copied, refused) == ("child!", "EPERM")
# --8<-- [end:control]
