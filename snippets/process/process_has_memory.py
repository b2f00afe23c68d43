"""A process normally has an address space of its own; unless told otherwise, the kernel puts RAM
behind a page of it when the page is first used, and the same RAM may serve several processes."""
# needs: nothing
# break: mmap.MAP_PRIVATE => mmap.MAP_PRIVATE | mmap.MAP_POPULATE
# break: waiting_child() => waiting_child(write)
# masks: size

import mmap

from snippets.linux.children import waiting_child
from snippets.linux.memory import address_of, count_by_pages, use

# --8<-- [start:proof]
MIB = 1 << 20  # 2 to the power of 20 bytes
NO_FILE = -1
memory = mmap.mmap(NO_FILE, 64 * MIB, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
count_by_pages(memory)  # single pages, even if huge ones are on
address = address_of(memory)


def write():
    """Write one byte into each page of the first 16 MiB."""
    for offset in range(0, 16 * MIB, mmap.PAGESIZE):
        memory[offset] = 1


asked = use(address)
memory[0] = 1
touched = use(address)
write()
written = use(address)

print("                       Size        Rss")
steps = {"mapped": asked, "1 byte written": touched, "16 MiB written": written}
for name, seen in steps.items():
    print(f"{name:16}  {seen.size:5} KiB  {seen.rss:5} KiB")
assert asked.size == touched.size == written.size == 64 * 1024
assert (asked.rss, touched.rss) == (0, mmap.PAGESIZE // 1024)
assert written.rss == 16 * 1024
# --8<-- [end:proof]

# --8<-- [start:control]
with waiting_child() as child:
    parents, childs = use(address), use(address, child)
print("                        Rss        Pss")
for name, seen in ("parent", parents), ("child", childs):
    print(f"{name:16}  {seen.rss:5} KiB  {seen.pss:5} KiB")
assert parents.rss == childs.rss == 16 * 1024
assert parents.pss + childs.pss == 16 * 1024
# --8<-- [end:control]
