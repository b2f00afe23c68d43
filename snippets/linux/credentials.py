"""Credentials: what the kernel notes about who a process acts for, and how to change it.

Every change here is for good, and only for the calling process: make it in a child if the
program is to go on as before. Source: credentials(7), capabilities(7).
"""

import ctypes
import os

from snippets.linux.libc import call

NOBODY = 65534  # an ordinary user and group that owns nothing, by convention

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_SYS_CHROOT, CAP_SYS_ADMIN = (
    1,
    2,
    18,
    21,
)  # linux/capability.h

CLONE_NEWUSER = 0x10000000  # linux/sched.h
PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_NO_NEW_PRIVS = 4, 8, 38  # linux/prctl.h


def prctl(option: int, value: int) -> None:
    """Change one property of this process, by prctl(2). Raises OSError."""
    call("prctl", option, ctypes.c_ulong(value), *[ctypes.c_ulong(0)] * 3)


def no_new_privs() -> None:
    """From now on exec grants nothing: set-user-ID, set-group-ID and file capabilities are inert.

    Children inherit this; nothing takes it back. Source: prctl(2), PR_SET_NO_NEW_PRIVS.
    """
    prctl(PR_SET_NO_NEW_PRIVS, 1)


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapData(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable"))


def capset(capabilities: int) -> None:
    """Keep only these capabilities, one bit each, and put them into effect; 0 gives up all.

    Raises OSError (EPERM) if one of them was not permitted before. Source: capset(2).
    """
    version_3 = 0x20080522
    words = (_CapData * 2)()
    for word, shift in zip(words, (0, 32), strict=True):
        word.effective = word.permitted = capabilities >> shift & 0xFFFFFFFF
    call("capset", ctypes.byref(_CapHeader(version_3, 0)), ctypes.byref(words))


def permitted_capabilities() -> int:
    """The capabilities that this process may put into effect, one bit each. Source: capget(2)."""
    version_3 = 0x20080522
    words = (_CapData * 2)()
    call("capget", ctypes.byref(_CapHeader(version_3, 0)), ctypes.byref(words))
    return words[0].permitted | words[1].permitted << 32


def become(user: int, groups: tuple[int, ...] = (), capabilities: int = 0) -> None:
    """Turn this process from root into another user, who keeps only these capabilities.

    The first of the groups becomes its group ID, or the user's own number if there is none.
    Raises OSError (EPERM, or EINVAL where the user namespace has no such user).
    Source: setresuid(2), prctl(2) PR_SET_KEEPCAPS, PR_SET_DUMPABLE.
    """
    group = groups[0] if groups else user
    os.setgroups(groups)
    os.setresgid(group, group, group)
    prctl(PR_SET_KEEPCAPS, 1)  # else the permitted set goes with user ID 0
    os.setresuid(user, user, user)
    capset(capabilities)
    prctl(PR_SET_DUMPABLE, 1)  # a change of user closes the process to its own new user


def become_ordinary_user() -> None:
    """If root started this process, make it an ordinary user's (uid 65534); never a capability.

    What it has opened and imported it keeps: do that first. Raises OSError as ``become``.
    """
    if os.geteuid() == 0:
        become(NOBODY)
    else:
        capset(0)


def become_root_of_a_user_namespace() -> None:
    """Move this process into a new user namespace, as user 0 with every capability there.

    Outside it remains who it was: all that its user ID 0 stands for is its old user ID.
    Raises OSError. Source: user_namespaces(7), unshare(2).
    """
    user, group = os.geteuid(), os.getegid()
    call("unshare", CLONE_NEWUSER)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"0 {user} 1"),
        ("gid_map", f"0 {group} 1"),
    ):
        file = os.open(f"/proc/self/{name}", os.O_WRONLY)
        try:
            os.write(file, text.encode())
        finally:
            os.close(file)
