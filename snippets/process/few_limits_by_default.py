"""Even a process that asked for nothing runs under resource limits, in one namespace of each type
and in a cgroup."""
# needs: nothing
# break: (8, hard) => (hard, hard)
# masks: value

import os
import re
import resource
from pathlib import Path

from snippets.linux.attempt import attempt

# --8<-- [start:proof]
_title, *lines = Path("/proc/self/limits").read_text().splitlines()
limits = dict(re.split("  +", line)[:2] for line in lines)  # name, soft limit
links = os.listdir("/proc/self/ns")
namespaces = {name.removesuffix("_for_children") for name in links}
cgroups = Path("/proc/self/cgroup").read_text().splitlines()

for name in "Max cpu time", "Max address space", "Max open files":
    print(f"{name}: {limits[name]}")
unlimited = list(limits.values()).count("unlimited")
print(f"of {len(limits)} limits, unlimited: {unlimited}")
print("namespaces:", *sorted(namespaces))
print("cgroups:", len(cgroups))
assert 0 < unlimited < len(limits)
assert {"ipc", "mnt", "net", "pid", "user", "uts"} <= namespaces
assert cgroups
# --8<-- [end:proof]

# --8<-- [start:control]
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (8, hard))  # numbers 0 to 7
answers = [attempt(os.open, "/dev/null", os.O_RDONLY) for _ in range(8)]
print("last of 8 more files, limit 8:", answers[-1])
assert answers[-1] == "EMFILE"
# --8<-- [end:control]
