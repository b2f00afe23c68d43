"""Linux has eight types of namespace: since version 5.6 the clocks that count from boot have one
too."""
# needs: namespaces, user-namespaces, pid-namespaces, time-namespaces
# break: reduce(or_, FLAGS.values()) => reduce(or_, FLAGS.values()) & ~FLAGS["time"]
# masks: inode

import os
from functools import reduce
from operator import or_

from snippets.linux.namespaces import FLAGS, in_namespaces


# --8<-- [start:proof]
def look():
    return {kind: os.readlink(f"/proc/self/ns/{kind}") for kind in FLAGS}


all_flags = reduce(or_, FLAGS.values())  # in one number, each flag is one bit
here, there = look(), in_namespaces(all_flags, look)
listed = os.listdir("/proc/self/ns")  # pid and time twice: "..._for_children"
types = {name.removesuffix("_for_children") for name in listed}

print("this process         in the new namespaces")
for kind in FLAGS:
    print(f"{here[kind]:20} {there[kind]}")
print(f"types: {len(types)}, new: {sum(here[kind] != there[kind] for kind in FLAGS)}")
assert types == set(FLAGS)
assert not set(here.values()) & set(there.values())
# --8<-- [end:proof]
