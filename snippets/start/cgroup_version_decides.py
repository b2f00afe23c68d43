"""The cgroup version that has the memory controller decides which file holds a group's memory
limit: `memory.limit_in_bytes` in version 1, `memory.max` in version 2."""
# needs: cgroup-memory
# break: == "cgroup2" => == "cgroup"
# masks: value

from snippets.linux.cgroups import groups_with, trees

# --8<-- [start:proof]
FILE = {1: "memory.limit_in_bytes", 2: "memory.max"}


def version(tree):
    return 2 if tree.filesystem == "cgroup2" else 1


tree = next(tree for tree in trees() if "memory" in tree.controllers)
groups = {name: len(groups_with(tree, name)) for name in FILE.values()}

print("cgroup versions mounted:", *sorted({version(tree) for tree in trees()}))
print("the memory controller is in version:", version(tree))
for name, count in groups.items():
    print(f"groups with a file {name}: {count}")
assert groups[FILE[version(tree)]] > 0
assert sum(groups.values()) == groups[FILE[version(tree)]]  # none has the other
# --8<-- [end:proof]
