"""When a control group is at its memory limit, the kernel first takes back what can be spared; if
that does not suffice, and there is no swap, it kills a process of the group."""
# needs: memory-group, memory-kills-groups
# break: fill, "spare" => fill, "keep"

import mmap
from pathlib import Path

from snippets.linux.cgroups import Group
from snippets.linux.children import ending

MiB = 1 << 20


# --8<-- [start:proof]
def fill(what):
    """Write into 64 MiB of memory; keep each MiB, or tell the kernel that it can be spared."""
    group.add()  # only this process, not the one that judges
    Path("/proc/self/oom_score_adj").write_text("0")  # it may be killed, whoever started us
    memory = mmap.mmap(-1, 64 * MiB, flags=mmap.MAP_PRIVATE)
    for start in range(0, 64 * MiB, MiB):
        memory[start : start + MiB] = bytes([1]) * MiB
        if what == "spare":
            memory.madvise(mmap.MADV_FREE, start, MiB)


with Group("memory") as group:
    group.limit_memory(32 * MiB)
    spared = ending(fill, "spare"), group.killed_for_memory()
    kept = ending(fill, "keep"), group.killed_for_memory()
print("limit 32 MiB, 64 MiB written    end      killed for memory")
print("each MiB can be spared          {:8} {}".format(*spared))
print("each MiB is kept                {:8} {}".format(*kept))
assert spared == ("exit 0", 0)
assert kept == ("SIGKILL", 1)
# --8<-- [end:proof]

# --8<-- [start:control]
with Group("memory") as group:  # no limit of its own
    free = ending(fill, "keep"), group.killed_for_memory()
print("no limit, each MiB is kept      {:8} {}".format(*free))
assert free == ("exit 0", 0)
# --8<-- [end:control]
