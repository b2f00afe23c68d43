"""A cgroup namespace changes which control group a process is shown as the root of their tree; the
group that it is in stays the same, and so does the root directory of its files."""
# needs: namespaces, cgroup-below-root
# break: member(CLONE_NEWCGROUP => member(0

import json
import os

from snippets.linux.cgroups import Group, paths
from snippets.linux.children import in_child
from snippets.linux.namespaces import CLONE_NEWCGROUP, member


def below_the_root(function):
    """Call a function in a child that is not in the root of every tree: where we are, if possible,
    else in a group of its own."""
    if set(paths().values()) != {"/"}:
        return in_child(function)
    with Group("freezer") as group:

        def inside():
            group.add()
            return function()

        return in_child(inside)


# --8<-- [start:proof]
def look():
    """The groups of this process, from /proc/self/cgroup, and its root directory."""
    root = os.stat("/")
    return paths(), [root.st_dev, root.st_ino]


def compare():
    reading, writing = os.pipe()
    with member(CLONE_NEWCGROUP, lambda: os.write(writing, json.dumps(look()).encode())) as other:
        return look(), json.loads(os.read(reading, 1 << 16)), paths(other)


(before, root), (inside, root_inside), from_outside = below_the_root(compare)
tree = next(tree for tree, path in before.items() if path != "/")

print("own group, before:       ", "below /" if before[tree] != "/" else "/")
print("own group, inside:       ", "below /" if inside[tree] != "/" else "/")
print("... seen from outside:   ", "as before" if from_outside == before else "another")
print("root directory, inside:  ", "as before" if root_inside == root else "another")
assert before[tree] != "/" and inside[tree] == "/"
assert from_outside == before and root_inside == root
# --8<-- [end:proof]
