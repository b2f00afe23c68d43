"""To a container's root that sees the host's processes, one capability opens the host's files, and
two more open its namespaces; where it sees its own processes alone, the same three lead nowhere."""
# needs: containers
# break: if shown else "/proc" => if shown else "/host"

import os
import socket

from snippets.linux.attempt import attempt
from snippets.linux.mounts import mount, tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUTS, in_namespaces, setns
from snippets.runtime.ingredients import INSIDE, user_ids
from snippets.runtime.inside import default, in_container


# --8<-- [start:container]
def container(capabilities, shown):
    """Let root try in a container with the default's capabilities and more: what became of it?"""
    asked = default()
    for names in asked["process"]["capabilities"].values():
        names += capabilities
    asked["linux"] |= {"maskedPaths": [], "readonlyPaths": []}
    bind = {"destination": "/host", "type": "none", "source": "/proc", "options": ["bind"]}
    asked["mounts"] = [asked["mounts"][0], bind]  # a /proc of its own, and the host's
    proc = "/host" if shown else "/proc"
    return in_container(tries, proc, asked=asked, chosen=[user_ids, *INSIDE])


# --8<-- [end:container]


# --8<-- [start:proof]
def tries(proc):
    """Read a file below the root of process 1, then become a member of its namespaces."""
    return attempt(read, f"{proc}/1/root/mnt/secret"), attempt(join_and_rename, f"{proc}/1/ns")


def read(path):
    open(path).close()


def join_and_rename(namespaces):
    doors = [os.open(f"{namespaces}/{kind}", os.O_RDONLY) for kind in ("mnt", "uts")]
    for door in doors:
        setns(door)
    socket.sethostname("taken")


PTRACE, JOIN = ["CAP_SYS_PTRACE"], ["CAP_SYS_ADMIN", "CAP_SYS_CHROOT"]
PREDICTED: tuple = (  # capabilities, whether it sees the host's processes, file, name of the host
    ([], True, "EACCES", "host"),
    (JOIN, True, "EACCES", "host"),
    (PTRACE, True, "ok", "host"),
    (PTRACE + JOIN, True, "ok", "taken"),
    (PTRACE + JOIN, False, "ENOENT", "host"),
)
# --8<-- [end:proof]


# --8<-- [start:control]
def play_host():
    """Be process 1 of a host made for the purpose, with a file and a name."""
    mount("proc", "/proc", "proc")
    tmpfs("/mnt")
    with open("/mnt/secret", "w") as file:
        file.write("the host's")
    told = []
    for capabilities, shown, _, _ in PREDICTED:
        socket.sethostname("host")
        told.append([*container(capabilities, shown), socket.gethostname()])
    return told


told = in_namespaces(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS, play_host)
print("it sees     the file  to join  host name  with")
for (capabilities, shown, *predicted), (file, join, name) in zip(PREDICTED, told, strict=True):
    sees = "the host's" if shown else "its own"
    print(f"{sees:12}{file:10}{join:9}{name:11}{', '.join(capabilities) or 'none of them'}")
    assert [file, name] == predicted
# --8<-- [end:control]
