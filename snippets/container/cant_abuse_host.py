"""A container may take as much memory as any other process, unless a limit is set for it; then
the kernel kills what goes beyond."""
# needs: containers, memory-group
# break: group.limit_memory(limit) => group.limit_memory(8 * limit)
# break: ending(None) => ending(LIMIT)

import mmap
import os

from snippets.linux.cgroups import Group
from snippets.linux.children import in_child
from snippets.runtime.inside import default
from snippets.runtime.start import run

MiB = 1 << 20

# --8<-- [start:proof]
LIMIT, AMOUNT = 64 * MiB, 256 * MiB


def take():
    """The program in the container: take that amount, and write to each page."""
    memory = mmap.mmap(-1, AMOUNT, flags=mmap.MAP_PRIVATE)
    for start in range(0, len(memory), mmap.PAGESIZE):
        memory[start] = 1
    os._exit(0)


def start(group):
    group.add_starter()  # whatever this process starts from now on is in the group too
    return run(default(), None, program=take)  # 128 + N: ended by signal N


def ending(limit):
    with Group("memory") as group:
        if limit:
            group.limit_memory(limit)
        return in_child(start, group)


free, limited = ending(None), ending(LIMIT)
print(f"{AMOUNT // MiB} MiB taken, without a limit: exit status {free}")
print(f"{AMOUNT // MiB} MiB taken, limit of {LIMIT // MiB} MiB: exit status {limited}")
assert free == 0
assert limited == 128 + 9  # SIGKILL
# --8<-- [end:proof]
