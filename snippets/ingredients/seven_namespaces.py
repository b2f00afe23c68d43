"""Linux has eight types of namespace: since version 5.6 the clocks that count from boot have one
too."""
# needs: namespaces, user-namespaces, pid-namespaces, time-namespaces
# break: "time": CLONE_NEWTIME => "time": 0
# masks: inode

import os
from functools import reduce
from operator import or_

from snippets.linux.namespaces import (
    CLONE_NEWCGROUP,
    CLONE_NEWIPC,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWPID,
    CLONE_NEWTIME,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    in_namespaces,
)

# --8<-- [start:proof]
TYPES = {
    "cgroup": CLONE_NEWCGROUP,
    "ipc": CLONE_NEWIPC,
    "mnt": CLONE_NEWNS,
    "net": CLONE_NEWNET,
    "pid": CLONE_NEWPID,
    "time": CLONE_NEWTIME,
    "user": CLONE_NEWUSER,
    "uts": CLONE_NEWUTS,
}


def look():
    return {kind: os.readlink(f"/proc/self/ns/{kind}") for kind in TYPES}


here = look()
there = in_namespaces(reduce(or_, TYPES.values()), look)  # all flags in one number
kinds = {name.removesuffix("_for_children") for name in os.listdir("/proc/self/ns")}

print("this process         in the new namespaces")
for kind in TYPES:
    print(f"{here[kind]:20} {there[kind]}")
print("types:", len(kinds), "new:", sum(here[kind] != there[kind] for kind in kinds))
assert kinds == set(TYPES)
assert not set(here.values()) & set(there.values())
# --8<-- [end:proof]
