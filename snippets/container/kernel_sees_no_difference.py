"""To the kernel a process in a container is one like any other: of twelve entries compared here,
only namespaces, capabilities, no_new_privs, resource limits, session and root directory have other
values, and the control group if the user may make one."""
# needs: ordinary-user, ordinary-users-containers, exec-grants, open-files
# break: with container() as inside => with waiting_child() as inside
# masks: value

import os
from pathlib import Path

from snippets.linux.children import in_child, waiting_child
from snippets.linux.credentials import become_ordinary_user
from snippets.runtime.inside import container


# --8<-- [start:proof]
def notes(pid):
    """What the kernel has noted about a process. Source: proc(5)."""
    proc = Path(f"/proc/{pid}")
    status = dict(line.split(":\t", 1) for line in (proc / "status").read_text().splitlines())
    root = os.stat(proc / "root")
    return {
        "users and groups": [status[name] for name in ("Uid", "Gid", "Groups")],
        "scheduling": [os.sched_getscheduler(pid), os.getpriority(os.PRIO_PROCESS, pid)],
        "CPUs it may use": status["Cpus_allowed_list"],
        "system call filter": status["Seccomp"],
        "OOM adjustment": (proc / "oom_score_adj").read_text(),
        "namespaces": [
            os.readlink(proc / "ns" / kind) for kind in sorted(os.listdir("/proc/self/ns"))
        ],
        "control group": (proc / "cgroup").read_text(),
        "capabilities": [status[name] for name in ("CapPrm", "CapEff", "CapBnd")],
        "no_new_privs": status["NoNewPrivs"],
        "resource limits": (proc / "limits").read_text(),
        "session": os.getsid(pid),
        "root directory": [root.st_dev, root.st_ino],
    }


# --8<-- [end:proof]


# --8<-- [start:control]
def three():
    become_ordinary_user()
    with container() as inside, waiting_child() as plain:
        return notes(os.getpid()), notes(plain), notes(inside)


mine, childs, contained = in_child(three)
for name in mine:
    child = "same" if childs[name] == mine[name] else "differs"
    there = "same" if contained[name] == mine[name] else "differs"
    print(f"{name:20}: plain child {child}, in a container {there}")
different = {name for name in mine if contained[name] != mine[name]}
assert childs == mine
assert different - {"control group"} == {  # an ordinary user gets no group of his own everywhere
    "namespaces",
    "capabilities",
    "no_new_privs",
    "resource limits",
    "session",
    "root directory",
}
# --8<-- [end:control]
