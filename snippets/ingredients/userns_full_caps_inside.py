"""Whoever makes a user namespace has every capability in it; they count only for what belongs to
the namespace, and for files whose owner (for most of them, also whose group) is mapped."""
# needs: ordinary-user, ordinary-users-namespaces
# break: map_ids("self", "gid", [(0, group, 1)]) => None
# masks: count

import os
import socket
import stat
import tempfile

from snippets.linux.attempt import attempt
from snippets.linux.capabilities import last_capability, permitted_capabilities
from snippets.linux.children import in_child
from snippets.linux.credentials import become_ordinary_user, deny_setgroups, map_ids
from snippets.linux.namespaces import CLONE_NEWUSER, CLONE_NEWUTS, unshare

become_ordinary_user()
folder = tempfile.TemporaryDirectory()


def closed_file():
    """The path of a new file of this user, in memory only, that its mode closes to everybody."""
    file = os.memfd_create("own")
    os.fchmod(file, 0)
    return f"/proc/self/fd/{file}"


# --8<-- [start:proof]
user, group, own = os.getuid(), os.getgid(), closed_file()
name = socket.gethostname()  # to "rename" a machine to what it is called already
null = stat.S_IFCHR | 0o600, os.makedev(1, 3)  # the device /dev/null


def enter():
    unshare(CLONE_NEWUSER)
    deny_setgroups()
    map_ids("self", "uid", [(0, user, 1)])
    map_ids("self", "gid", [(0, group, 1)])


def try_all(prepare=lambda: None):
    prepare()
    machine = attempt(socket.sethostname, name)  # before there is another UTS namespace
    return {
        "capabilities": permitted_capabilities().bit_count(),
        "make a UTS namespace": attempt(unshare, CLONE_NEWUTS),
        "... and rename that": attempt(socket.sethostname, name),
        "open own file, mode 0000": attempt(os.open, own, os.O_RDWR),
        "rename the machine": machine,
        "open /etc/shadow": attempt(os.open, "/etc/shadow", os.O_RDONLY),
        "make a device": attempt(os.mknod, f"{folder.name}/null", *null),
    }


# --8<-- [end:proof]

# --8<-- [start:control]
before, inside = in_child(try_all), in_child(try_all, enter)
print("                          before  inside")
for action in inside:
    print(f"{action:25} {before[action]!s:7} {inside[action]}")
every = last_capability() + 1
refused = ["EPERM", "EACCES", "EPERM"]
assert list(before.values()) == [0, "EPERM", "EPERM", "EACCES", *refused]
assert list(inside.values()) == [every, "ok", "ok", "ok", *refused]
# --8<-- [end:control]
