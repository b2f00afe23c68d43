"""A process meets the limits of its control group whether or not a cgroup namespace shows it that
group as the root; a cgroup namespace alone sets no limit."""
# needs: namespaces, pids-group
# break: group.limit_processes(5) => None
# break: enter_new(flags) => None

import signal

from snippets.linux.attempt import attempt
from snippets.linux.cgroups import Group, paths
from snippets.linux.children import fork, in_child
from snippets.linux.namespaces import CLONE_NEWCGROUP, enter_new


# --8<-- [start:proof]
def fork_one():
    if fork() == 0:
        signal.pause()


def crowd(flags):
    """Enter namespaces, fork up to 20 times; return the path of the group, and how many it made."""
    enter_new(flags)
    path, made = paths()[tree], 0
    while made < 20 and attempt(fork_one) == "ok":
        made += 1
    return path, made


def join_and_crowd(flags):
    group.add()
    return crowd(flags)


for flags in 0, CLONE_NEWCGROUP:
    with Group("pids") as group:
        group.limit_processes(5)
        tree = "pids" if group.version["pids"] == 1 else ""  # version 2 has one tree for all
        path, made = in_child(join_and_crowd, flags)
        print("limit of 5, path", "below /:" if path != "/" else "/:      ", f"{made} forks")
        assert (path == "/") == (flags == CLONE_NEWCGROUP)
        assert made == 4 and group.refused_forks() > 0
# --8<-- [end:proof]

# --8<-- [start:control]
_, made = in_child(crowd, CLONE_NEWCGROUP)
print(f"only the namespace:       {made} forks")
assert made == 20
# --8<-- [end:control]
