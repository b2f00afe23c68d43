"""A Unix socket with an abstract name is found in its network namespace only; one with a path is
found by its file, from any network namespace."""
# needs: mounts
# break: "new network namespace": CLONE_NEWNET => "new network namespace": 0
# break: tmpfs("/mnt")  # an empty => None  # an empty

import socket

from snippets.linux.attempt import attempt
from snippets.linux.mounts import tmpfs
from snippets.linux.namespaces import CLONE_NEWNET, CLONE_NEWNS, enter_new, in_namespaces

enter_new(CLONE_NEWNET | CLONE_NEWNS)  # so that both names are free, whoever else runs this
tmpfs("/mnt")


# --8<-- [start:proof]
def connect(address):
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(address)


def reach(flags):
    if flags & CLONE_NEWNS:
        tmpfs("/mnt")  # an empty directory over the one with the socket's file
    return attempt(connect, "\0door"), attempt(connect, "/mnt/door")


with socket.socket(socket.AF_UNIX) as abstract, socket.socket(socket.AF_UNIX) as by_path:
    abstract.bind("\0door")  # a name that begins with a zero byte is no path
    by_path.bind("/mnt/door")
    abstract.listen()
    by_path.listen()
    cases = {"the same": 0, "new network namespace": CLONE_NEWNET, "new mounts": CLONE_NEWNS}
    found = {case: tuple(in_namespaces(flags, reach, flags)) for case, flags in cases.items()}

print("namespaces              abstract name  path")
for case, (name, path) in found.items():
    print(f"{case:23} {name:14} {path}")
assert found["the same"] == ("ok", "ok")
assert found["new network namespace"] == ("ECONNREFUSED", "ok")
assert found["new mounts"] == ("ok", "ENOENT")
# --8<-- [end:proof]
