"""A control group does more than limit: what its processes use is counted, and they can be weighed,
frozen and killed together; what they fork is in the group from the beginning."""
# needs: cpu-group, memory-group, pids-group, freezer-group
# break: group.freeze() => group.thaw()
# break: light.weigh_cpu(20) => light.weigh_cpu(100)
# masks: size, time, ratio

import mmap
import signal
import time

from snippets.linux.cgroups import Group
from snippets.linux.children import child, fork
from snippets.linux.scheduling import spin, stay_on_one_cpu

MiB = 1 << 20


def work():
    while True:
        spin()


# --8<-- [start:family]
def family():
    """A process with 8 MiB of memory of its own, and two children that compute."""
    memory = mmap.mmap(-1, 8 * MiB, flags=mmap.MAP_PRIVATE)
    memory.write(b"x" * 8 * MiB)
    for _ in range(2):
        if fork() == 0:
            work()
    signal.pause()
    # --8<-- [end:family]


# --8<-- [start:proof]
def look(group):
    """Its processes, their memory in MiB, and the CPU time in ms that they use in half a second."""
    time.sleep(0.2)  # what is stopped takes a moment
    before = group.cpu_time()
    time.sleep(0.5)
    used = group.cpu_time() - before
    return len(group.processes()), group.memory() // MiB, round(1000 * used)


with Group("cpu", "memory", "pids", "freezer") as group, child(family, group.add):
    running = look(group)
    group.freeze()
    frozen = look(group)
    group.kill()
    killed = look(group)
print("        processes     memory   CPU time in 0.5 s")
for what, row in (("running", running), ("frozen", frozen), ("killed", killed)):
    print("{:7} {:9} {:7} MiB {:7} ms".format(what, *row))
assert running[0] == frozen[0] == 3 and killed[0] == 0
assert frozen[1] >= 8 > killed[1]
assert running[2] > 10 + 4 * max(frozen[2], killed[2])
# --8<-- [end:proof]


# --8<-- [start:control]
def used():
    return light.cpu_time(), usual.cpu_time()


stay_on_one_cpu()
with Group("cpu") as light, Group("cpu") as usual:
    light.weigh_cpu(20)
    with child(work, light.add), child(work, usual.add), child(work, usual.add):
        first, share, total = used(), 1.0, 0.0
        while total < 1 or (share > 0.3 and total < 4):  # seconds: at first there may be jolts
            time.sleep(0.05)
            one, other = (now - then for now, then in zip(used(), first, strict=True))
            share, total = one / ((one + other) or 1), one + other
print(f"the light group's share: {share:.0%}")
assert share < 0.3
# --8<-- [end:control]
