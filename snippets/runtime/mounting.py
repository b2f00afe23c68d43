"""Mounting for the container: what config.json asks for, at places below its root and no other.

The root file system may come from anybody, and its symbolic links with it. So a path in it is never
given to the kernel as a path of the host: it is opened from the root's descriptor on, by a call
that refuses to leave (openat2), and what was opened is what is used, by its name in /proc/self/fd.
"""

import os
import stat

from snippets.runtime import kernel
from snippets.runtime.kernel import MS_BIND, MS_RDONLY, MS_REC, MS_REMOUNT, mount
from snippets.runtime.spec import IN_PROC

EXDEV, ENOTDIR, EINVAL, ELOOP = 18, 20, 22, 40  # asm-generic/errno.h
LINKS = 40  # so many in one path are too many: path_resolution(7)

# Options of mount(8): what they set in the flags, and what they clear.
FLAGS = {
    "bind": (MS_BIND, 0),
    "rbind": (MS_BIND | MS_REC, 0),
    "defaults": (0, 0),
    "ro": (MS_RDONLY, 0),
    "rw": (0, MS_RDONLY),
    "nosuid": (kernel.MS_NOSUID, 0),
    "suid": (0, kernel.MS_NOSUID),
    "nodev": (kernel.MS_NODEV, 0),
    "dev": (0, kernel.MS_NODEV),
    "noexec": (kernel.MS_NOEXEC, 0),
    "exec": (0, kernel.MS_NOEXEC),
    "sync": (kernel.MS_SYNCHRONOUS, 0),
    "async": (0, kernel.MS_SYNCHRONOUS),
    "dirsync": (kernel.MS_DIRSYNC, 0),
    "remount": (MS_REMOUNT, 0),
    "noatime": (kernel.MS_NOATIME, 0),
    "atime": (0, kernel.MS_NOATIME),
    "nodiratime": (kernel.MS_NODIRATIME, 0),
    "diratime": (0, kernel.MS_NODIRATIME),
    "relatime": (kernel.MS_RELATIME, 0),
    "norelatime": (0, kernel.MS_RELATIME),
    "strictatime": (kernel.MS_STRICTATIME, 0),
    "nostrictatime": (0, kernel.MS_STRICTATIME),
    "lazytime": (kernel.MS_LAZYTIME, 0),
    "nolazytime": (0, kernel.MS_LAZYTIME),
    "iversion": (kernel.MS_I_VERSION, 0),
    "noiversion": (0, kernel.MS_I_VERSION),
    "mand": (kernel.MS_MANDLOCK, 0),
    "nomand": (0, kernel.MS_MANDLOCK),
    "silent": (kernel.MS_SILENT, 0),
    "loud": (0, kernel.MS_SILENT),
    "acl": (kernel.MS_POSIXACL, 0),
    "noacl": (0, kernel.MS_POSIXACL),
    "nosymfollow": (kernel.MS_NOSYMFOLLOW, 0),
    "symfollow": (0, kernel.MS_NOSYMFOLLOW),
}
# The same for a mount and all below it.
RECURSIVE = {
    "rro": (kernel.MOUNT_ATTR_RDONLY, 0),
    "rrw": (0, kernel.MOUNT_ATTR_RDONLY),
    "rnosuid": (kernel.MOUNT_ATTR_NOSUID, 0),
    "rsuid": (0, kernel.MOUNT_ATTR_NOSUID),
    "rnodev": (kernel.MOUNT_ATTR_NODEV, 0),
    "rdev": (0, kernel.MOUNT_ATTR_NODEV),
    "rnoexec": (kernel.MOUNT_ATTR_NOEXEC, 0),
    "rexec": (0, kernel.MOUNT_ATTR_NOEXEC),
    "rnodiratime": (kernel.MOUNT_ATTR_NODIRATIME, 0),
    "rdiratime": (0, kernel.MOUNT_ATTR_NODIRATIME),
    "rnosymfollow": (kernel.MOUNT_ATTR_NOSYMFOLLOW, 0),
    "rsymfollow": (0, kernel.MOUNT_ATTR_NOSYMFOLLOW),
}
PROPAGATION = {
    "private": kernel.MS_PRIVATE,
    "rprivate": kernel.MS_PRIVATE | MS_REC,
    "slave": kernel.MS_SLAVE,
    "rslave": kernel.MS_SLAVE | MS_REC,
    "shared": kernel.MS_SHARED,
    "rshared": kernel.MS_SHARED | MS_REC,
    "unbindable": kernel.MS_UNBINDABLE,
    "runbindable": kernel.MS_UNBINDABLE | MS_REC,
}
KINDS = {"c": stat.S_IFCHR, "u": stat.S_IFCHR, "b": stat.S_IFBLK, "p": stat.S_IFIFO}


class Place:
    """The directory that will be the container's root, and ways to it that don't lead out."""

    def __init__(self, path: str) -> None:
        self.root = os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        self._folders: dict[str, int] = {}

    def open(self, path: str) -> int:
        """A descriptor for a path in the container. Raises OSError: EXDEV if it leads out."""
        try:
            return kernel.open_beneath(self.root, path)
        except OSError as error:
            if error.errno == EXDEV and (inside := self.resolved(path)) != path:
                return self.open(inside)
            error.filename = path
            raise

    def resolved(self, path: str) -> str:
        """The path without its links: what is absolute begins at the container's root, not ours.

        What is not there is taken as it is written. Raises OSError: EXDEV if ``..`` leads out,
        ELOOP. Nothing relies on this being so for long: ``open`` has the last word.
        """
        done: list[str] = []
        rest = path.split("/")
        for _ in range(LINKS * len(rest)):
            if not rest:
                return "/" + "/".join(done)
            name = rest.pop(0)
            if name == ".." and not done:
                raise OSError(EXDEV, "it leads out", path)
            if name == "..":
                done.pop()
            elif name not in ("", "."):
                try:
                    target = os.readlink("/".join([*done, name]), dir_fd=self.root)
                except OSError:  # no link, or nothing there
                    done.append(name)
                    continue
                done = [] if target.startswith("/") else done
                rest = target.split("/") + rest
        raise OSError(ELOOP, os.strerror(ELOOP), path)

    def make(self, path: str, directory: bool = True) -> int:
        """Open it; what is missing on the way is made, as runc does."""
        try:
            return self.open(path)
        except FileNotFoundError:
            parent, _, name = self.resolved(path).rpartition("/")
        above = self.make(parent or "/")
        try:
            if directory:
                os.mkdir(name, 0o755, dir_fd=above)
            else:
                os.close(os.open(name, os.O_CREAT | os.O_EXCL, 0o755, dir_fd=above))
        finally:
            os.close(above)
        return self.open(path)

    def make_if_missing(self, path: str) -> None:
        """Make a directory that is not there, unless that is impossible."""
        try:  # contextlib takes longer to import  # noqa: SIM105
            os.close(self.make(path))
        except OSError:
            pass

    def is_link(self, path: str) -> bool:
        try:
            os.readlink(path.strip("/"), dir_fd=self.root)
        except OSError:
            return False
        return True

    def device(self, asked: dict, shown: bool) -> None:
        """Make a device; or show the host's of that name, where making one is not permitted."""
        path, kind = asked["path"], KINDS[asked["type"]]
        number = os.makedev(asked.get("major", 0), asked.get("minor", 0))
        if shown:
            self._show(path, kind, number)
            return
        before = os.umask(0)
        folder, name = self._folder_of(path)
        try:
            mode = stat.S_IMODE(asked.get("fileMode", 0o666))
            os.mknod(name, kind | mode, number, dir_fd=folder)
            if "uid" in asked or "gid" in asked:
                owner, group = asked.get("uid", 0), asked.get("gid", 0)
                os.chown(name, owner, group, dir_fd=folder, follow_symlinks=False)
        except FileExistsError:  # the image has one
            pass
        except PermissionError:
            if kernel.is_machines_root():
                raise
            self._show(path, kind, number)  # the starter itself is in a user namespace
        os.umask(before)

    def _show(self, path: str, kind: int, number: int) -> None:
        status = os.stat(path)
        if stat.S_IFMT(status.st_mode) != kind or (
            kind != stat.S_IFIFO and status.st_rdev != number
        ):
            raise OSError(EINVAL, "what this machine has there is another device, or none", path)
        target = self.make(path, directory=False)
        mount(path, _by_fd(target), None, MS_BIND)
        os.close(target)

    def link(self, path: str, target: str) -> None:
        """Make a symbolic link, if there is nothing of that name."""
        folder, name = self._folder_of(path)
        try:  # contextlib takes longer to import  # noqa: SIM105
            os.symlink(target, name, dir_fd=folder)
        except FileExistsError:
            pass

    def _folder_of(self, path: str) -> tuple[int, str]:
        """A path's directory, which is kept open for the next: most are in /dev."""
        parent, _, name = path.rpartition("/")
        if parent not in self._folders:
            self._folders[parent] = self.make(parent or "/")
        return self._folders[parent], name

    def close(self) -> None:
        for fd in (self.root, *self._folders.values()):
            os.close(fd)


def mount_as_asked(box, place: Place, asked: dict) -> None:
    """One entry of ``mounts``."""
    options = asked.get("options", [])
    flags, propagation, data = _parse([each for each in options if each not in RECURSIVE])
    plus, minus = _recursive([each for each in options if each in RECURSIVE])
    kind, source = asked.get("type", "none"), asked.get("source", asked.get("type", "none"))
    path = asked["destination"]
    at = place.resolved(path)
    if at == "/":
        raise OSError(EINVAL, "it would cover the container's root", path)
    if at.startswith("/proc/") and at.removeprefix("/proc/") not in IN_PROC:
        raise OSError(EINVAL, "in /proc this can't be covered", path)
    if data and (flags & MS_BIND or kind == "cgroup"):
        raise OSError(EINVAL, f"this mount can't have the option '{data}'", path)
    if flags & MS_BIND and flags & MS_REMOUNT:
        target = place.open(path)
        _remount(_by_fd(target), flags)
    elif flags & MS_BIND:
        target = place.make(path, directory=stat.S_ISDIR(os.stat(source).st_mode))
        mount(source, _by_fd(target), None, flags & (MS_BIND | MS_REC))
        if flags & ~(MS_BIND | MS_REC):  # a bind mount takes its other flags only afterwards
            os.close(target)
            target = place.open(path)
            _remount(_by_fd(target), flags & ~MS_REC)
    elif kind == "cgroup":
        target = _mount_groups(box, place, path, flags)
    else:
        if kind in ("proc", "sysfs") and place.is_link(path):
            raise OSError(ENOTDIR, "a link is no place for it", path)
        before = _mode(place, path) if kind == "tmpfs" else ""
        target = place.make(path)
        mount(source, _by_fd(target), kind, flags, ",".join(filter(None, (before, data))))
    os.close(target)
    for each in propagation:
        target = place.open(path)
        mount(None, _by_fd(target), None, each)
        os.close(target)
    if plus or minus:
        target = place.open(path)
        kernel.set_mounts(_by_fd(target), plus, minus)
        os.close(target)


def _mode(place: Place, path: str) -> str:
    """A file system in memory gets the permissions of the directory that it covers, as by runc."""
    try:
        target = place.open(path)
    except FileNotFoundError:
        return ""
    mode = stat.S_IMODE(os.fstat(target).st_mode)
    os.close(target)
    return f"mode={mode:04o}"


def _mount_groups(box, place: Place, path: str, flags: int) -> int:
    """Show the container its control groups.

    Version 2 alone: the one tree, which in a cgroup namespace begins at the container's group.
    Else: a directory of bind mounts, one for each tree of version 1, of just the group.
    """
    target = place.make(path)
    if all(tree.kind == "cgroup2" for tree in box.trees):
        try:
            mount("cgroup", _by_fd(target), "cgroup2", flags)
        except OSError:  # an ordinary user's, in whose user namespace that is not permitted
            if not box.trees:
                raise
            own = box.groups.folders[0][1] if box.groups.folders else ""
            shown = own if "cgroup" in box.kinds else box.trees[0].point
            if not os.path.isdir(shown):  # there is none: an empty directory, as by runc
                mount("tmpfs", _by_fd(target), "tmpfs", MS_RDONLY)
                return target
            mount(shown, _by_fd(target), None, MS_BIND | MS_REC)
            os.close(target)
            target = place.open(path)
            _remount(_by_fd(target), flags)
        return target
    mount("tmpfs", _by_fd(target), "tmpfs", flags & ~MS_RDONLY, "mode=755")
    os.close(target)
    target = place.open(path)  # now the new file system: nobody else has put anything there
    for tree in box.trees:
        if tree.kind == "cgroup2":
            continue
        name = os.path.basename(tree.point)
        inner = f"{_by_fd(target)}/{name}"
        os.mkdir(name, 0o755, dir_fd=target)
        mount(box.groups.shown(tree), inner, None, MS_BIND | MS_REC)
        _remount(inner, flags)
        for controller in tree.controllers:
            if controller != name and "=" not in controller:
                os.symlink(name, controller, dir_fd=target)
    return target


def overmount(path: str) -> None:
    """Cover a file by /dev/null and a directory by an empty one. In the container, after all else.

    That /dev/null is the device is looked up first: covering by something else would show it.
    Raises FileNotFoundError if there is nothing to cover.
    """
    covered = os.stat(path)
    if stat.S_ISDIR(covered.st_mode):
        mount("tmpfs", path, "tmpfs", MS_RDONLY)
        return
    try:
        null = os.open("/dev/null", os.O_PATH | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise OSError(EINVAL, "there is no /dev/null to cover it by", path) from None
    try:
        status = os.fstat(null)
        if not stat.S_ISCHR(status.st_mode) or status.st_rdev != os.makedev(1, 3):
            raise OSError(EINVAL, "/dev/null is not the device of that name", path)
        mount(_by_fd(null), path, None, MS_BIND)
    finally:
        os.close(null)


def _remount(path: str, flags: int) -> None:
    try:
        mount(None, path, None, MS_BIND | MS_REMOUNT | flags)
    except PermissionError:  # flags that a more privileged owner has locked must stay
        keep = os.statvfs(path).f_flag & (
            kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC | MS_RDONLY
        )
        mount(None, path, None, MS_BIND | MS_REMOUNT | flags | keep)


def _by_fd(fd: int) -> str:
    return f"/proc/self/fd/{fd}"


def _recursive(options: list[str]) -> tuple[int, int]:
    """What to set and what to clear for a mount and all below; of opposites the last counts."""
    plus = minus = 0
    for option in options:
        more, less = RECURSIVE[option]
        plus, minus = plus & ~less | more, minus & ~more | less
    return plus, minus


def _parse(options: list[str]) -> tuple[int, list[int], str]:
    """Options as mount(8) knows them: the kernel's flags, propagation, the file system's data."""
    flags, propagation, data = 0, [], []
    for option in options:
        if option in FLAGS:
            plus, minus = FLAGS[option]
            flags = flags & ~minus | plus
        elif option in PROPAGATION:
            propagation.append(PROPAGATION[option])
        else:
            data.append(option)
    return flags, propagation, ",".join(data)
