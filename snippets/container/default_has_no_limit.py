"""The control groups that a container gets by default set no limit of their own to its memory,
CPU time or number of processes; a group above them may."""
# needs: containers, memory-group, cpu-group, pids-group
# break: group.limit_memory(LIMIT) => None

# --8<-- [start:proof]
from snippets.linux.cgroups import Group
from snippets.linux.children import in_child
from snippets.runtime.inside import container

LIMIT = 256 << 20
FILES = {  # version 2, version 1
    "memory": ("memory.max", "memory.limit_in_bytes"),
    "cpu": ("cpu.max", "cpu.cfs_quota_us"),
    "pids": ("pids.max", "pids.max"),
}


def limit(folder, controller):
    """The limit that the files of one group set, "none" or "no file"."""
    for file in FILES[controller]:
        if (folder / file).exists():
            number = (folder / file).read_text().split()[0]
            return "none" if number in ("max", "-1") or int(number) > 1 << 60 else number
    return "no file"  # version 2, where the group above has not passed the controller on


def look(group):
    group.add_starter()
    with container():
        rows = []
        for controller in FILES:
            above = group.folders[controller]
            [own] = above.glob("three-walls-*")  # the container's
            rows.append([controller, limit(own, controller), limit(above, controller)])
        return rows


with Group(*FILES) as group:
    group.limit_memory(LIMIT)
    rows = in_child(look, group)
# --8<-- [end:proof]

# --8<-- [start:control]
print("            container's own group   group above it")
for row in rows:
    print("{:12}{:24}{}".format(*row))
assert {own for _, own, _ in rows} <= {"none", "no file"}
assert [above for _, _, above in rows] == [str(LIMIT), "none", "none"]
# --8<-- [end:control]
