"""After pivot_root and unmounting the old root, .. does not lead there, not even for whoever climbs
out of a chroot; a directory of it that is still open remains a way."""
# needs: mounts, pivot-root
# break: climbed = in_child(moved, change_mount => climbed = in_child(moved, change_path
# break: umount(".", MNT_DETACH) => None
# break: os.close(door) => None

import os

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.mounts import MNT_DETACH, pivot_root, tmpfs, umount
from snippets.linux.namespaces import CLONE_NEWNS, enter_new, unshare
from snippets.linux.roots import climb_out

enter_new(CLONE_NEWNS)
tmpfs("/mnt")  # the new root

# --8<-- [start:proof]
new = os.stat("/mnt").st_dev
door = os.open("/", os.O_RDONLY)


def change_path():
    os.chroot("/mnt")
    os.chdir("/")


def change_mount():
    unshare(CLONE_NEWNS)
    os.chdir("/mnt")
    pivot_root(".", ".")  # the old root now covers the new one
    umount(".", MNT_DETACH)  # ... and is taken away
    os.chdir("/")


def moved(change_root, escape):
    change_root()
    answer = attempt(escape)
    return answer, "inside" if os.stat(".").st_dev == new else "outside"


chrooted = in_child(moved, change_path, climb_out)
climbed = in_child(moved, change_mount, climb_out)
print("chroot, then climb:           ", *chrooted)
print("pivot_root, then climb:       ", *climbed)
assert chrooted == ["ok", "outside"]
assert climbed == ["ok", "inside"]
# --8<-- [end:proof]


# --8<-- [start:control]
def use_door():
    os.fchdir(door)


through = in_child(moved, change_mount, use_door)
os.close(door)
closed = in_child(moved, change_mount, use_door)
print("pivot_root, an open door:     ", *through)
print("the door closed before:       ", *closed)
assert through == ["ok", "outside"]
assert closed == ["EBADF", "inside"]
# --8<-- [end:control]
