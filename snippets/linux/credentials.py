"""Credentials: what the kernel notes about who a process acts for, and how to change it.

Every change here is for good, and only for the calling process: make it in a child if the
program is to go on as before. Source: credentials(7), capabilities(7).
"""

import ctypes
import os
from collections.abc import Iterable

# those of one's power that are single bits have a module of their own
from snippets.linux.capabilities import CAP_DAC_OVERRIDE as CAP_DAC_OVERRIDE
from snippets.linux.capabilities import CAP_DAC_READ_SEARCH as CAP_DAC_READ_SEARCH
from snippets.linux.capabilities import CAP_SYS_ADMIN as CAP_SYS_ADMIN
from snippets.linux.capabilities import CAP_SYS_CHROOT as CAP_SYS_CHROOT
from snippets.linux.capabilities import capset as capset
from snippets.linux.capabilities import permitted_capabilities as permitted_capabilities
from snippets.linux.libc import call

NOBODY = 65534  # an ordinary user and group that owns nothing, by convention

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


# --8<-- [start:map]
def map_ids(process: int | str, kind: str, entries: Iterable[tuple[int, int, int]]) -> None:
    """Say which IDs outside the IDs in a process's user namespace stand for; can be said once.

    process: "self", or a PID; kind: "uid" or "gid"; entries: first ID inside, first ID outside (in
    the parent namespace), how many. Raises OSError (EPERM): without CAP_SETUID (CAP_SETGID for
    groups) over the parent namespace only one entry is allowed, which must be one's own effective
    ID, and for a group only after ``deny_setgroups``.
    Source: user_namespaces(7), Defining user and group ID mappings.
    """
    lines = [f"{inside} {outside} {count}" for inside, outside, count in entries]
    _write(f"/proc/{process}/{kind}_map", "\n".join(lines))


def deny_setgroups() -> None:
    """Give up changing one's list of groups, in this user namespace and those below it.

    Else a user could leave a group to get at files that are closed to its members only.
    Raises OSError. Source: user_namespaces(7), The /proc/pid/setgroups file.
    """
    _write("/proc/self/setgroups", "deny")
    # --8<-- [end:map]


def become_root_of_a_user_namespace() -> None:
    """Move this process into a new user namespace, as user 0 with every capability there.

    Outside it remains who it was: all that its user ID 0 stands for is its old user ID.
    Raises OSError. Source: user_namespaces(7), unshare(2).
    """
    become_user_of_a_user_namespace(0)


def become_user_of_a_user_namespace(number: int) -> None:
    """The same under another number: with every capability, but they last only until an exec."""
    user, group = os.geteuid(), os.getegid()
    call("unshare", CLONE_NEWUSER)
    deny_setgroups()
    map_ids("self", "uid", [(number, user, 1)])
    map_ids("self", "gid", [(number, group, 1)])


def _write(path: str, text: str) -> None:
    """Write at once and unbuffered, so that the kernel's answer is not put off until close."""
    file = os.open(path, os.O_WRONLY)
    try:
        os.write(file, text.encode())
    finally:
        os.close(file)
