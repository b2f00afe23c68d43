"""Mounts: which trees of files hang where in the tree that a process sees.

All that is changed here is changed for the mount namespace of the calling process. Make a new one
first (snippets.linux.namespaces): in the first one, that of the machine, root would change the
machine.
"""

import os
from ctypes import c_ulong
from pathlib import Path
from typing import NamedTuple

from snippets.linux.libc import call

AnyPath = str | os.PathLike[str]

# --8<-- [start:flags]
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8  # linux/mount.h
MS_REMOUNT = 1 << 5  # change the flags of a mount
MS_NOSYMFOLLOW = 1 << 8
MS_BIND = 1 << 12  # show files a second time, elsewhere
MS_MOVE = 1 << 13
MS_REC = 1 << 14  # this mount and all below it
MS_PRIVATE, MS_SLAVE, MS_SHARED = 1 << 18, 1 << 19, 1 << 20
MNT_DETACH = 2  # umount at once, clear up when nobody uses it any more
# --8<-- [end:flags]


def mount(
    source: AnyPath | None,
    target: AnyPath,
    filesystem: str | None = None,
    flags: int = 0,
    options: str | None = None,
) -> None:
    """Hang something into the tree at ``target``, or change what hangs there.

    options: for the file system, as in ``size=1m,mode=755``. Raises OSError: EPERM without
    CAP_SYS_ADMIN over this mount namespace, or if a user namespace may not mount this; ENOENT,
    ENOTDIR, EINVAL, EBUSY. Source: mount(2).
    """
    call("mount", source, target, filesystem, c_ulong(flags), options)


def umount(target: AnyPath, flags: int = 0) -> None:
    """Take away what hangs at ``target``: the uppermost of several.

    Raises OSError: EBUSY if it is in use (not with MNT_DETACH), EINVAL if nothing hangs there or
    if it came from the mount namespace of a more privileged user.
    Source: umount2(2).
    """
    call("umount2", target, flags)


def pivot_root(new_root: AnyPath, put_old: AnyPath) -> None:
    """Make the mount ``new_root`` the root of the mount namespace; hang the old one at ``put_old``.

    Every process of the namespace whose root or working directory was the old root gets the new.
    Raises OSError: EINVAL if new_root is no mount point, if its parent mount, that of the old root
    or a mount at put_old is shared, or put_old is not below it; EBUSY if either is the old root.
    Source: pivot_root(2).
    """
    call("pivot_root", new_root, put_old)


def bind(
    source: AnyPath, target: AnyPath, *, recursive: bool = False, read_only: bool = False
) -> None:
    """Show the file or directory ``source`` at ``target`` as well, which must exist.

    recursive: with what is mounted below it. read_only: only the mount at ``target`` itself.
    Raises OSError as ``mount``; EINVAL if, in a user namespace, others are mounted below and
    would be uncovered because recursive is off.
    Source: mount(2), Creating a bind mount.
    """
    mount(source, target, flags=MS_BIND | (MS_REC if recursive else 0))
    if read_only:
        remount_read_only(target)


def remount_read_only(target: AnyPath) -> None:
    """Forbid writing through one mount; the same files stay writable through others.

    Says again the flags that the mount has: what is left out would be switched off, and a mount
    that came from a more privileged mount namespace has them locked (EPERM).
    Source: mount(2), Remounting an existing mount; mount_namespaces(7), Restrictions.
    """
    has = os.statvfs(target).f_flag
    keep = has & (MS_NOSUID | MS_NODEV | MS_NOEXEC)
    if has & 0x2000:  # ST_NOSYMFOLLOW
        keep |= MS_NOSYMFOLLOW
    mount(None, target, flags=MS_REMOUNT | MS_BIND | MS_RDONLY | keep)


def set_propagation(target: AnyPath, kind: int) -> None:
    """Say whether what is mounted in ``target`` later shall appear in its copies, and theirs here.

    kind: MS_SHARED (both ways), MS_SLAVE (only theirs here) or MS_PRIVATE (neither); with
    ``| MS_REC`` for all mounts below it too. Raises OSError: EINVAL if target is no mount point.
    Source: mount_namespaces(7), Shared subtrees.
    """
    mount(None, target, flags=kind)


def tmpfs(target: AnyPath, options: str | None = None) -> None:
    """Hang an empty file system in memory at a directory. Source: tmpfs(5)."""
    mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, options)


# --8<-- [start:mountinfo]
class Mount(NamedTuple):
    """One mount of a mount namespace. Source: proc(5), /proc/pid/mountinfo."""

    id: int
    parent: int  # the id of the mount that it hangs in
    device: str  # "254:0": which file system
    root: str  # which directory or file of that file system is shown here
    point: str  # where it hangs, seen from the process's root
    options: set[str]  # of this mount: {"rw", "nosuid"}
    propagation: list[str]  # ["shared:1", "master:2"]; empty if private
    filesystem: str  # "tmpfs"
    source: str
    super_options: str  # of the whole file system: "rw,size=1024k"


def mounts(process: int | str = "self") -> list[Mount]:
    """The mounts that a process can reach from its root, in the order in which they hang.

    Raises FileNotFoundError if there is no such process, PermissionError if it may not be asked.
    """
    table = Path(f"/proc/{process}/mountinfo").read_text(errors="surrogateescape")
    return [_parse(line) for line in table.split("\n")[:-1]]


def _parse(line: str) -> Mount:
    id_, parent, device, root, point, options, *propagation, _, filesystem, source, extra = [
        _unescape(field) for field in line.split(" ")
    ]
    return Mount(
        int(id_),
        int(parent),
        device,
        root,
        point,
        set(options.split(",")),
        propagation,
        filesystem,
        source,
        extra,
    )
    # --8<-- [end:mountinfo]


def mount_at(point: AnyPath, process: int | str = "self") -> Mount | None:
    """The uppermost mount at exactly this path, or None."""
    return next((m for m in reversed(mounts(process)) if m.point == os.fspath(point)), None)


def _unescape(field: str) -> str:
    """The kernel writes space, tab, newline and backslash in names as ``\\040`` and so on."""
    first, *rest = field.split("\\")
    return first + "".join(chr(int(part[:3], 8)) + part[3:] for part in rest)
