"""Two processes are in one namespace if, at one time, their files under /proc/PID/ns have the same
device and inode; a bind mount of such a file keeps the namespace when no process is left in it."""
# needs: mounts
# break: join(first, CLONE_NEWUTS) => None
# break: bind(f"/proc/{first}/ns/uts", kept) => bind("/proc/self/ns/uts", kept)

import os
import socket
from pathlib import Path

from snippets.linux.children import in_child
from snippets.linux.mounts import bind, tmpfs
from snippets.linux.namespaces import (
    CLONE_NEWNS,
    CLONE_NEWUTS,
    enter_new,
    in_namespaces,
    join,
    member,
    namespace,
    setns,
)

enter_new(CLONE_NEWNS | CLONE_NEWUTS)  # so that nothing here can rename or mount for others
socket.sethostname("outside")


# --8<-- [start:proof]
def come_in(first):
    join(first, CLONE_NEWUTS)
    return namespace("self", "uts") == namespace(first, "uts")


def come_in_by(path):
    file = os.open(path, os.O_RDONLY)
    setns(file, CLONE_NEWUTS)
    return socket.gethostname()


tmpfs("/mnt")
kept = Path("/mnt/kept")
kept.touch()
with member(CLONE_NEWUTS, lambda: socket.sethostname("inside")) as first:
    same_before = namespace("self", "uts") == namespace(first, "uts")
    same_after = in_child(come_in, first)
    bind(f"/proc/{first}/ns/uts", kept)  # from here on the file shows the namespace
name = in_child(come_in_by, kept)

print("same device and inode before joining:", same_before)
print("... and after it:", same_after)
print("no process is left in it; its host name:", name)
assert (same_before, same_after) == (False, True)
assert name == "inside"
# --8<-- [end:proof]

# --8<-- [start:control]
one_by_one = [in_namespaces(CLONE_NEWUTS, namespace, "self", "uts") for _ in range(40)]
different = {tuple(numbers) for numbers in one_by_one}
print("40 namespaces one after another; numbers used again:", len(different) < 40)
assert len(different) < 40
# --8<-- [end:control]
