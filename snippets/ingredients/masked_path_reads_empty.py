"""A masked file reads as empty and a masked directory lists empty, because something empty is
mounted over it; a process that may unmount sees again what is below."""
# needs: mounts, paths-to-mask
# break: bind("/dev/null", FILE) => bind(FILE, FILE)
# masks: count

import os
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.capabilities import CAP_SYS_ADMIN, capset
from snippets.linux.children import in_child
from snippets.linux.mounts import MS_RDONLY, bind, mount, umount
from snippets.linux.namespaces import CLONE_NEWNS, enter_new

enter_new(CLONE_NEWNS)

# --8<-- [start:proof]
FILE, FOLDER = "/proc/interrupts", "/sys/firmware"


def look(when):
    size, names = len(Path(FILE).read_bytes()), len(os.listdir(FOLDER))
    print(f"{when:8}  {FILE}: {size} bytes   {FOLDER}: {names} names")
    return size, names


before = look("as it is")
bind("/dev/null", FILE)  # a read of /dev/null finds the end at once
mount("tmpfs", FOLDER, "tmpfs", MS_RDONLY)  # an empty file system, and read-only: it stays so
masked = look("masked")
assert min(before) > 0 and masked == (0, 0)
# --8<-- [end:proof]


# --8<-- [start:control]
def unmask(capabilities):
    capset(capabilities)
    return attempt(umount, FILE), len(Path(FILE).read_bytes())


print("unmount it:")
unable, able = in_child(unmask, 0), in_child(unmask, 1 << CAP_SYS_ADMIN)
print("no capability   {:6} {} bytes".format(*unable))
print("CAP_SYS_ADMIN   {:6} {} bytes".format(*able))
assert unable == ["EPERM", 0]
assert able[0] == "ok" and able[1] > 0
# --8<-- [end:control]
