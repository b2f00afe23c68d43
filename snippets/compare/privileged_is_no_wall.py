"""A container's root that sees the host's processes reaches the host's files with CAP_SYS_PTRACE,
and with CAP_SYS_ADMIN and CAP_SYS_CHROOT besides its namespaces; not so from a user namespace of
its own, and where it sees only its own processes these two ways lead back into the container."""
# needs: containers
# break: (HOST, OWN, ALL => (HOST, HOST, ALL

import os
import socket
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.namespaces import setns
from snippets.runtime.powers import SECRET, in_powerful_container, on_played_host


# --8<-- [start:proof]
def go_through(process):
    """Read a file below a process's root; join its namespaces, and rename that."""
    read = attempt(Path(f"{process}/root{SECRET}").read_text)
    return read, attempt(join, f"{process}/ns")


def join(namespaces):
    paths = f"{namespaces}/mnt", f"{namespaces}/uts"
    for door in [os.open(path, os.O_RDONLY) for path in paths]:
        setns(door)
    socket.sethostname("taken")


def container(sees, users, powers):
    """Be a host, and let a container's root try; what came of it, and our name."""
    socket.sethostname("host")
    first = "/host/1" if sees == HOST else "/proc/1"
    capabilities = [f"CAP_{power}" for power in powers.split()]
    told = in_powerful_container(go_through, first, capabilities, users == OWN)
    return [*told, socket.gethostname()]


# --8<-- [end:proof]
# --8<-- [start:control]
HOST, OWN = "the host's", "its own"
PTRACE, JOIN = "SYS_PTRACE", "SYS_ADMIN SYS_CHROOT"
ALL = f"{PTRACE} {JOIN}"
PREDICTED = (  # whose processes, whose users, capabilities: what comes of it
    (HOST, HOST, "", ["EACCES", "EACCES", "host"]),
    (HOST, HOST, JOIN, ["EACCES", "EACCES", "host"]),
    (HOST, HOST, PTRACE, ["ok", "EPERM", "host"]),
    (HOST, HOST, ALL, ["ok", "ok", "taken"]),
    (HOST, OWN, ALL, ["EACCES", "EACCES", "host"]),
    (OWN, HOST, ALL, ["ENOENT", "ok", "host"]),
)
print("sees        user        reads     joins and  the host   has also")
print("processes   namespace   the file  renames    is called  CAP_...")
for sees, users, powers, predicted in PREDICTED:
    told = on_played_host(container, sees, users, powers)
    file, joined, name = told
    print(f"{sees:12}{users:12}{file:10}{joined:11}{name:11}{powers}".rstrip())
    assert told == predicted
# --8<-- [end:control]
