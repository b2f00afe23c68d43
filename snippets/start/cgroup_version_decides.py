"""The cgroup version that has the memory controller decides the name of the file that holds a
group's memory limit: `memory.limit_in_bytes` in version 1, `memory.max` in version 2."""
# needs: cgroup-memory
# break: == "cgroup2" => == "cgroup"
# masks: value

from snippets.linux.cgroups import groups_with, trees

# --8<-- [start:proof]
FILE = {1: "memory.limit_in_bytes", 2: "memory.max"}


def version(tree):
    return 2 if tree.filesystem == "cgroup2" else 1


tree = next(tree for tree in trees() if "memory" in tree.controllers)
groups = {name: groups_with(tree, name) for name in FILE.values()}
name = FILE[version(tree)]

print("cgroup versions mounted:", *sorted({version(tree) for tree in trees()}))
print("the memory controller is in version:", version(tree))
for each in groups:
    print(f"groups with a file {each}: {len(groups[each])}")
assert groups[name] and not any(groups[other] for other in groups if other != name)
limit = (groups[name][0] / name).read_text().strip()
assert limit == "max" or limit.isdigit()  # it holds a limit: none, or a number of bytes
# --8<-- [end:proof]
