"""POSIX shared memory is a file in /dev/shm: whether two processes find it by its name depends on
what is mounted there for each, not on the IPC namespace."""
# needs: mounts, ipc-objects, dev-shm
# break: (CLONE_NEWNS, find_after_mounting) => (CLONE_NEWNS, find)

import os

from snippets.linux import ipc
from snippets.linux.attempt import attempt
from snippets.linux.mounts import tmpfs
from snippets.linux.namespaces import CLONE_NEWIPC, CLONE_NEWNS, enter_new, in_namespaces

enter_new(CLONE_NEWNS | CLONE_NEWIPC)  # plays the machine's
tmpfs("/dev/shm")

# --8<-- [start:proof]
ipc.shared_memory(0x3757, ipc.IPC_CREAT | ipc.IPC_EXCL)
ipc.posix_shared_memory("/door", os.O_CREAT | os.O_EXCL)
print("files in /dev/shm:", *os.listdir("/dev/shm"))
assert os.listdir("/dev/shm") == ["door"]


def find():
    return attempt(ipc.shared_memory, 0x3757), attempt(ipc.posix_shared_memory, "/door")


def find_after_mounting():
    tmpfs("/dev/shm")
    return find()


cases = {
    "the same": (0, find),
    "new IPC": (CLONE_NEWIPC, find),
    "new mount": (CLONE_NEWNS, find),
    "... with its own /dev/shm": (CLONE_NEWNS, find_after_mounting),
}
found = {case: tuple(in_namespaces(flags, look)) for case, (flags, look) in cases.items()}
print("namespace                  System V memory  POSIX memory")
for case, (system_v, posix) in found.items():
    print(f"{case:27}{system_v:17}{posix}")
answers = [("ok", "ok"), ("ENOENT", "ok"), ("ok", "ok"), ("ok", "ENOENT")]
assert list(found.values()) == answers
# --8<-- [end:proof]
