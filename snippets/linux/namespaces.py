"""Namespaces: which ones a process is in, and how to leave them for new ones."""

import ctypes
import os

# linux/sched.h; Python has these in os from 3.12 on
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000

# The kernel's first namespaces, made when it booted, have fixed numbers: linux/nsfs.h.
FIRST = {
    "ipc": 0xEFFFFFFF,
    "uts": 0xEFFFFFFE,
    "user": 0xEFFFFFFD,
    "pid": 0xEFFFFFFC,
    "cgroup": 0xEFFFFFFB,
}


def namespaces() -> dict[str, int]:
    """The namespaces of this process, type and number, of the types in ``FIRST``."""
    return {kind: os.stat(f"/proc/self/ns/{kind}").st_ino for kind in FIRST}


def unshare(flags: int) -> None:
    """Leave some of this process's namespaces for new ones. Raises OSError.

    Source: unshare(2).
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags):
        number = ctypes.get_errno()
        raise OSError(number, f"unshare: {os.strerror(number)}")
