"""A process meets the limits of its control group whether or not a cgroup namespace shows it that
group as the root; a cgroup namespace alone sets no limit."""
# needs: namespaces, pids-group
# break: group.limit_processes(5) => None

import signal

from snippets.linux.attempt import attempt
from snippets.linux.cgroups import Group, paths
from snippets.linux.children import fork, in_child
from snippets.linux.namespaces import CLONE_NEWCGROUP, enter_new


# --8<-- [start:proof]
def fork_one():
    if fork() == 0:
        signal.pause()


def crowd(enter_group, flags):
    """Fork up to 20 times; how often that worked, and the groups that /proc shows."""
    enter_group()
    enter_new(flags)
    made = 0
    while made < 20 and attempt(fork_one) == "ok":
        made += 1
    return made, paths()


for flags in 0, CLONE_NEWCGROUP:
    with Group("pids") as group:
        group.limit_processes(5)
        made, shown = in_child(crowd, group.add, flags)
        path = shown["pids" if group.version["pids"] == 1 else ""]  # version 2 has a single tree
        print("limit of 5, path", "below /:" if path != "/" else "/:      ", f"{made} forks")
        assert (path == "/") == (flags == CLONE_NEWCGROUP)
        assert made == 4 and group.refused_forks() > 0

made, _ = in_child(crowd, lambda: None, CLONE_NEWCGROUP)
print(f"only the namespace:       {made} forks")
assert made == 20
# --8<-- [end:proof]
