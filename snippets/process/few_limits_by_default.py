"""Even a process that asked for nothing runs under resource limits, in one namespace of each type
and in a cgroup of each hierarchy."""
# needs: user-namespaces, cgroups
# break: unshare(CLONE_NEWUSER) => None
# break: (8, hard) => (hard, hard)
# masks: value

import os
import re
import resource
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.namespaces import CLONE_NEWUSER, unshare

# --8<-- [start:proof]
_title, *lines = Path("/proc/self/limits").read_text().splitlines()
limits = dict(re.split("  +", line)[:2] for line in lines)  # name, soft limit
cgroups = Path("/proc/self/cgroup").read_text().splitlines()  # one of each hierarchy

for name in "Max cpu time", "Max address space", "Max open files":
    print(f"{name}: {limits[name]}")
unlimited = list(limits.values()).count("unlimited")
print(f"of {len(limits)} limits, unlimited: {unlimited}")
print("cgroups, one of each hierarchy:", len(cgroups))
assert 0 < unlimited < len(limits)
assert cgroups
# --8<-- [end:proof]


# --8<-- [start:namespaces]
def namespaces():
    """The namespaces this process is in: type and identity, such as user:[4026531837]."""
    links = [link for link in Path("/proc/self/ns").iterdir() if "_for_" not in link.name]
    return {link.name: os.readlink(link) for link in links}


def namespaces_after_leaving_one():
    unshare(CLONE_NEWUSER)
    return namespaces()


ours, childs = namespaces(), in_child(namespaces)
movers = in_child(namespaces_after_leaving_one)
moved = [kind for kind in ours if movers[kind] != ours[kind]]
print("namespaces:", *sorted(ours))
print("an ordinary child is in the same:", childs == ours)
print("a child that asked for another is elsewhere in:", *moved)
assert {"ipc", "mnt", "net", "pid", "user", "uts"} <= set(ours)
assert childs == ours and moved == ["user"]
# --8<-- [end:namespaces]

# --8<-- [start:control]
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (8, hard))  # numbers 0 to 7
answers = [attempt(os.open, "/dev/null", os.O_RDONLY) for _ in range(8)]
print("last of 8 more files, limit 8:", answers[-1])
assert answers[-1] == "EMFILE"
# --8<-- [end:control]
