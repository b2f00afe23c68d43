"""Interprocess communication by objects that have a key or a name of their own, and are no files.

They outlive the process that made them. Make them in an IPC namespace of one's own, then they go
with the last process in it.
"""

import os
from ctypes import c_size_t

from snippets.linux.libc import call

IPC_CREAT, IPC_EXCL = 0o1000, 0o2000  # linux/ipc.h


# --8<-- [start:system-v]
def shared_memory(key: int, create: int = 0) -> int:
    """Find the System V shared memory of a key, or make one page of it; return its number.

    create: 0, or ``IPC_CREAT | IPC_EXCL``; with the latter it must be new. So for the next two.
    Raises OSError: ENOENT, EEXIST, EACCES, ENOSYS. Source: shmget(2).
    """
    return call("shmget", key, c_size_t(4096), create | 0o600)
    # --8<-- [end:system-v]


def semaphores(key: int, create: int = 0) -> int:
    """Find the System V semaphore of a key, or make it. Source: semget(2)."""
    return call("semget", key, 1, create | 0o600)


def message_queue(key: int, create: int = 0) -> int:
    """Find the System V message queue of a key, or make it. Source: msgget(2)."""
    return call("msgget", key, create | 0o600)


def posix_queue(name: str, create: int = 0) -> int:
    """Open the POSIX message queue of a name, such as "/door", or make it; a file descriptor.

    create: 0, or ``os.O_CREAT | os.O_EXCL``. Raises OSError as the others, EMFILE if the user has
    too many. Source: mq_open(3), mq_overview(7).
    """
    return call("mq_open", name, os.O_RDWR | create, 0o600, None)


def posix_shared_memory(name: str, create: int = 0) -> int:
    """Open the POSIX shared memory of a name, such as "/door", or make it; a file descriptor.

    Not like the others: the C library opens a file of this name in /dev/shm.
    Source: shm_open(3), shm_overview(7).
    """
    return call("shm_open", name, os.O_RDWR | create, 0o600)
