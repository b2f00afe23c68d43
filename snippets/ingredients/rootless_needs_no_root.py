"""Where an ordinary user may make user namespaces, it can build a container with a root, mounts,
processes, host name, IPC, network and users of its own; but no second user ID without help."""
# needs: ordinary-user, ordinary-users-containers
# break: umount(".", MNT_DETACH) => None
# masks: count

import os
import socket
import subprocess

from snippets.linux.attempt import attempt
from snippets.linux.capabilities import permitted_capabilities
from snippets.linux.credentials import become_ordinary_user
from snippets.linux.mounts import MNT_DETACH, bind, mount, mounts, pivot_root, tmpfs, umount
from snippets.linux.namespaces import (
    CLONE_NEWIPC,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWPID,
    CLONE_NEWUTS,
    in_namespaces,
)

become_ordinary_user()


def namespaces():
    kinds = ("ipc", "mnt", "net", "pid", "user", "uts")
    return {kind: os.readlink(f"/proc/self/ns/{kind}") for kind in kinds}


# --8<-- [start:proof]
def build():
    tmpfs("/tmp")  # an empty tree in memory: the new root
    os.chdir("/tmp")
    os.mkdir("usr")
    bind("/usr", "usr", recursive=True, read_only=True)
    for name in "bin", "lib", "lib64":
        os.symlink(f"usr/{name}", name)
    os.mkdir("proc")
    mount("proc", "proc", "proc")
    pivot_root(".", ".")
    umount(".", MNT_DETACH)
    socket.sethostname("box")


def run(script):
    build()
    shell = subprocess.run(["/bin/sh", "-c", script], stdout=subprocess.PIPE, text=True)
    points = [m.point for m in mounts() if not m.point.startswith("/usr/")]
    return shell.stdout, namespaces(), len(points), attempt(os.setuid, 1)


# --8<-- [end:proof]

# --8<-- [start:control]
NEW = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET
assert os.getuid() != 0 and permitted_capabilities() == 0
script = "id -u; uname -n; echo /*; echo /proc/[0-9]*"
printed, inside, mounted, second = in_namespaces(NEW, run, script)
new = [kind for kind, number in namespaces().items() if inside[kind] != number]
print(printed, end="")
print("namespaces of its own:", *new)
print("mounts:", mounted)
print("to become user 1:", second)
assert printed == "0\nbox\n/bin /lib /lib64 /proc /usr\n/proc/1 /proc/2\n"
assert len(new) == 6 and mounted == 3
assert second == "EINVAL"
# --8<-- [end:control]
