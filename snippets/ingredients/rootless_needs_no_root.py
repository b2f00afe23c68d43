"""An ordinary user can build a container whose root, mounts, processes, host name, IPC, network and
users are its own, without root's help; what it does not get this way is a second user ID."""
# needs: ordinary-user, ordinary-users-containers
# break: CLONE_NEWIPC | CLONE_NEWNET => CLONE_NEWIPC
# break: umount(".", MNT_DETACH) => None
# masks: uid, count

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
KINDS = ("ipc", "mnt", "net", "pid", "user", "uts")


def own_namespaces():
    return [os.readlink(f"/proc/self/ns/{kind}") for kind in KINDS]


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
    done = subprocess.run(["/bin/sh", "-c", script], stdout=subprocess.PIPE, text=True)
    return (
        done.stdout.splitlines(),
        [m.point for m in mounts()],
        own_namespaces(),
        attempt(os.setuid, 1),
    )


# --8<-- [end:proof]

# --8<-- [start:control]
flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET
print(f"built by an ordinary user, capabilities: {permitted_capabilities().bit_count()}")
assert os.getuid() != 0 and permitted_capabilities() == 0

script = "id -u; uname -n; echo /*; echo /proc/[0-9]*"
(user, name, files, processes), points, kinds, second = in_namespaces(flags, run, script)
new = [
    kind for kind, here, there in zip(KINDS, own_namespaces(), kinds, strict=True) if here != there
]
print(f"inside:            user {user} of the machine {name}")
print(f"files in its root: {files}")
print(f"processes:         {processes}")
print(f"mounts:            {len(points)}")
print(f"namespaces of its own: {' '.join(new)}")
print(f"to become user 1:  {second}")
assert (user, name) == ("0", "box")
assert files == "/bin /lib /lib64 /proc /usr" and processes == "/proc/1 /proc/2"
assert [p for p in points if not p.startswith("/usr/")] == ["/", "/usr", "/proc"]
assert new == list(KINDS)
assert second == "EINVAL"
# --8<-- [end:control]
