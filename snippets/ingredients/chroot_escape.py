"""chroot moves the place where paths begin: with CAP_SYS_CHROOT a process can make a way back out,
and without it a directory left open outside is one."""
# needs: mounts
# break: climb_out, one(CAP_SYS_CHROOT) => climb_out, 0
# break: door = os.open("/", os.O_RDONLY) => door = os.open(JAIL, os.O_RDONLY)

import os

from snippets.linux.attempt import attempt
from snippets.linux.capabilities import CAP_SYS_CHROOT, capset, one
from snippets.linux.children import in_child
from snippets.linux.mounts import tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, enter_new
from snippets.linux.roots import climb_out

enter_new(CLONE_NEWNS)

# --8<-- [start:proof]
JAIL = "/mnt"
tmpfs(JAIL)  # an empty directory tree, for us alone
jail = os.stat(JAIL).st_dev  # the number of this file system
door = os.open("/", os.O_RDONLY)


def use_door():
    os.fchdir(door)


def where():
    return "inside" if os.stat(".").st_dev == jail else "outside"


def jailed(escape, capabilities):
    os.chroot(JAIL)
    os.chdir("/")
    capset(capabilities)  # only these are left
    return attempt(escape), where()


capable = in_child(jailed, climb_out, one(CAP_SYS_CHROOT))
unable = in_child(jailed, climb_out, 0)
helped = in_child(jailed, use_door, 0)
print("with CAP_SYS_CHROOT, climbs:      ", *capable)
print("with no capability, climbs:       ", *unable)
print("with no capability, an open door: ", *helped)
assert capable == ["ok", "outside"]
assert unable == ["EPERM", "inside"]
assert helped == ["ok", "outside"]
# --8<-- [end:proof]


# --8<-- [start:control]
def without_chdir():
    os.chroot(JAIL)
    return where()


os.chdir("/")
stayed = in_child(without_chdir)
print("chroot without chdir:             ", stayed)
assert stayed == "outside"
# --8<-- [end:control]
