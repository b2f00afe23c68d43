"""User 0 without capabilities is refused what takes a capability; what is left to it is what every
user may do with what is theirs, and on the machine itself nearly everything is user 0's."""
# needs: mounts
# break: in_child(try_all, 0) => in_child(try_all, every)
# break: own_file(0o600) => own_file(0o000)

import os
import socket

from snippets.linux.attempt import attempt
from snippets.linux.capabilities import capset, permitted_capabilities
from snippets.linux.children import in_child
from snippets.linux.mounts import tmpfs
from snippets.linux.namespaces import CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWUTS, enter_new

enter_new(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS)


def own_file(mode):
    """The path of a new file of this user, in memory only."""
    file = os.memfd_create("own")
    os.fchmod(file, mode)
    return f"/proc/self/fd/{file}"


# --8<-- [start:proof]
usual, closed = own_file(0o600), own_file(0o000)


def try_all(capabilities):
    capset(capabilities)
    assert os.geteuid() == 0
    return {
        "open its own file, mode 0600": attempt(os.open, usual, os.O_RDWR),
        "open its own file, mode 0000": attempt(os.open, closed, os.O_RDWR),
        "listen on port 80": attempt(socket.create_server, ("", 80)),
        "rename the machine": attempt(socket.sethostname, "box"),
        "mount an empty tree": attempt(tmpfs, "/mnt"),
        "move its root": attempt(os.chroot, "/mnt"),
    }


every = permitted_capabilities()
capable, plain = in_child(try_all, every), in_child(try_all, 0)
print("user 0                        all capabilities  none")
for action in capable:
    print(f"{action:29} {capable[action]:17} {plain[action]}")
assert set(capable.values()) == {"ok"}
assert list(plain.values()) == ["ok", "EACCES", "EACCES", "EPERM", "EPERM", "EPERM"]
# --8<-- [end:proof]
