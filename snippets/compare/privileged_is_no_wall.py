"""A container's root that sees the host's processes reaches the host's files with CAP_SYS_PTRACE,
and with CAP_SYS_ADMIN and CAP_SYS_CHROOT besides its namespaces; not so from a user namespace of
its own, and where it sees only its own processes these two ways lead back into the container."""
# needs: containers
# break: else "/proc" => else "/host"
# break: (HOST, OWN, ALL => (HOST, HOST, ALL

import os
import socket
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.mounts import mount, tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUTS, in_namespaces, setns
from snippets.runtime.ingredients import INSIDE, user_ids
from snippets.runtime.inside import default, in_container


# --8<-- [start:container]
def container(capabilities, sees, users):
    """Let root try it in a container with the default's capabilities and these."""
    asked = default()
    for names in asked["process"]["capabilities"].values():
        names += capabilities
    linux = asked["linux"] | {"maskedPaths": [], "readonlyPaths": []}
    if users == "its own":
        one = [{"containerID": 0, "hostID": 0, "size": 1}]
        linux["namespaces"].append({"type": "user"})
        linux |= {"uidMappings": one, "gidMappings": one}
    bind = {"destination": "/host", "type": "none", "source": "/proc", "options": ["bind"]}
    asked |= {"linux": linux, "mounts": [asked["mounts"][0], bind]}  # two of /proc: its own, ours
    proc = "/host" if sees == "the host's" else "/proc"
    return in_container(tries, proc, asked=asked, chosen=[user_ids, *INSIDE])


# --8<-- [end:container]


# --8<-- [start:proof]
def tries(proc):
    """Read a file below the root of process 1, then become a member of its namespaces."""
    secret = Path(f"{proc}/1/root/mnt/secret")
    return attempt(secret.read_text), attempt(join_and_rename, f"{proc}/1/ns")


def join_and_rename(namespaces):
    doors = [os.open(f"{namespaces}/{kind}", os.O_RDONLY) for kind in ("mnt", "uts")]
    for door in doors:
        setns(door)
    socket.sethostname("taken")


HOST, OWN, PTRACE, JOIN = "the host's", "its own", "SYS_PTRACE", "SYS_ADMIN, SYS_CHROOT"
ALL = f"{PTRACE}, {JOIN}"
PREDICTED = (  # processes, users, capabilities; file, name of the host
    (HOST, HOST, "", "EACCES", "host"),
    (HOST, HOST, JOIN, "EACCES", "host"),
    (HOST, HOST, PTRACE, "ok", "host"),
    (HOST, HOST, ALL, "ok", "taken"),
    (HOST, OWN, ALL, "EACCES", "host"),
    (OWN, HOST, ALL, "ENOENT", "host"),
)
# --8<-- [end:proof]


# --8<-- [start:control]
def play_host():
    """Be process 1 of a host made for the purpose, with a file and a name."""
    mount("proc", "/proc", "proc")
    tmpfs("/mnt")
    Path("/mnt/secret").write_text("the host's")
    told = []
    for sees, users, powers, _, _ in PREDICTED:
        socket.sethostname("host")
        capabilities = [f"CAP_{name}" for name in powers.split(", ") if name]
        told.append([*container(capabilities, sees, users), socket.gethostname()])
    return told


told = in_namespaces(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS, play_host)
print("processes   users       a file  to join  host name  with CAP_...")
for (sees, users, powers, *predicted), (file, join, name) in zip(PREDICTED, told, strict=True):
    print(f"{sees:12}{users:12}{file:8}{join:9}{name:11}{powers or '(none of them)'}")
    assert [file, name] == predicted
# --8<-- [end:control]
