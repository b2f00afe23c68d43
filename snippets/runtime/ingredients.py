"""The container: one function for each kernel feature, in the order in which they take effect.

A container is a process that has gone through this list. Each function finds what it needs in the
box, does its part and leaves the rest alone; any of them can be left out, and then just its wall is
missing. ``steps`` grows the container by them, one at a time.

Their order is forced in a few places. What is mounted needs the host's files as sources, so it
comes before the old root goes; what makes things read-only comes after whatever writes there;
capabilities go last, because all else needs them.
"""

from __future__ import annotations

import os
import sys

from snippets.runtime import kernel
from snippets.runtime.groups import Groups
from snippets.runtime.kernel import (
    CAPABILITIES,
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
    mount,
)
from snippets.runtime.libc import LIBC, call
from snippets.runtime.mounting import Place, mount_as_asked, overmount

TYPE_CHECKING = False  # that of typing takes longer to import than this file
if TYPE_CHECKING:
    from collections.abc import Callable

CLONE_FLAGS = {
    "pid": kernel.CLONE_NEWPID,
    "network": kernel.CLONE_NEWNET,
    "ipc": kernel.CLONE_NEWIPC,
    "uts": kernel.CLONE_NEWUTS,
    "mount": kernel.CLONE_NEWNS,
    "user": kernel.CLONE_NEWUSER,
    "cgroup": kernel.CLONE_NEWCGROUP,
}


class Failed(Exception):
    """There is no container; the message is one line: what failed, and why."""


class Box:
    """One container in the making.

    spec: a config.json. rootfs: the directory that becomes its root, or None for one that shows
    the host's /usr. name: of its groups and keyring. trees: of control groups, with the starter's
    place in each. pid: seen from the starter.
    """

    def __init__(self, spec: dict, rootfs: str | None, name: str, trees: list) -> None:
        self.spec, self.rootfs, self.name, self.trees = spec, rootfs, name, trees
        self.process: dict = spec["process"]
        self.linux: dict = spec["linux"]
        self.kinds = [namespace["type"] for namespace in self.linux.get("namespaces", [])]
        self.groups = Groups(trees, name)
        self.keep: list[int] = []  # descriptors that the container's process needs
        self.pid = 0
        self.place: Place | None = None
        self.entered = False  # whether it is in its working directory
        self.run_hooks: Callable = lambda box, when, bundle, pid: None  # if the bundle has any

    @property
    def in_user_namespace(self) -> bool:
        return "user" in self.kinds

    @property
    def flags(self) -> int:
        """What clone(2) is told: a bit for each new namespace."""
        flags = 0
        for kind in self.kinds:
            flags |= CLONE_FLAGS[kind]
        return flags & ~kernel.CLONE_NEWCGROUP  # see own_view_of_groups


# --8<-- [start:user_ids]
def user_ids(box: Box) -> None:
    """Outside, by the starter: say who the container's users are to the rest of the machine.

    Source: user_namespaces(7).
    """
    if not box.in_user_namespace:
        return
    if os.geteuid() != 0:
        _tell(f"/proc/{box.pid}/setgroups", "deny")
    for name in ("uid", "gid"):
        lines = box.linux[f"{name}Mappings"]
        text = "".join("{containerID} {hostID} {size}\n".format(**line) for line in lines)
        _tell(f"/proc/{box.pid}/{name}_map", text)
    # --8<-- [end:user_ids]


# --8<-- [start:control_group]
def control_group(box: Box) -> None:
    """Outside, by the starter: groups that limit what the container uses. Source: cgroups(7)."""
    box.groups.make()
    box.groups.limit(box.linux.get("resources", {}))
    # --8<-- [end:control_group]


# --8<-- [start:join_group]
def join_group(box: Box) -> None:
    """Into the groups that the starter has made, with all our children. Source: cgroups(7)."""
    try:
        box.groups.join()
    except PermissionError:  # the way there leads through a group that is not delegated
        if box.linux.get("resources"):
            raise
            # --8<-- [end:join_group]


# --8<-- [start:own_view_of_groups]
def own_view_of_groups(box: Box) -> None:
    """What is its own group now shall look like the root of all. Source: cgroup_namespaces(7).

    So this one namespace is made here, when we are in the group, and not by clone.
    """
    if "cgroup" in box.kinds:
        call("unshare", kernel.CLONE_NEWCGROUP)
    # --8<-- [end:own_view_of_groups]


# --8<-- [start:descriptors]
def descriptors(box: Box) -> None:
    """What the starter has open must not be a way out. Standard input and output stay.

    Source: open(2), Open file descriptions; closing them is what CVE-2024-21626 was about.
    """
    first = 3
    for fd in sorted(box.keep):
        os.closerange(first, fd)
        first = fd + 1
    os.closerange(first, 2**31 - 1)
    # --8<-- [end:descriptors]


# --8<-- [start:session]
def session(box: Box) -> None:
    """A session of its own: signals from the starter's terminal go past it. Source: setsid(2)."""
    os.setsid()
    # --8<-- [end:session]


# --8<-- [start:keyring]
def keyring(box: Box) -> None:
    """A keyring of its own, empty, instead of the starter's. Source: session-keyring(7)."""
    others_search, user_search = 0x8, 0x80000
    may = others_search if box.in_user_namespace else user_search
    kernel.new_session_keyring(f"_ses.{box.name}", may)
    # --8<-- [end:keyring]


# --8<-- [start:loopback]
def loopback(box: Box) -> None:
    """A new network namespace has nothing but lo, and that is down."""
    if "network" in box.kinds:
        loopback_up()


def loopback_up() -> None:
    """Source: netdevice(7), SIOCSIFFLAGS."""
    siocsifflags, up, running = 0x8914, 0x1, 0x40
    af_inet, sock_dgram, sock_cloexec = 2, 2, 0o2000000
    request = b"lo".ljust(16, b"\0") + (up | running).to_bytes(2, sys.byteorder) + bytes(22)
    fd = call("socket", af_inet, sock_dgram | sock_cloexec, 0)
    try:
        call("ioctl", fd, siocsifflags, request)
    finally:
        os.close(fd)
    # --8<-- [end:loopback]


# --8<-- [start:own_mounts]
def own_mounts(box: Box) -> None:
    """What we mount shall not appear outside. Source: mount_namespaces(7), MS_SLAVE."""
    mount(None, "/", None, kernel.MS_SLAVE | MS_REC)
    # --8<-- [end:own_mounts]


# --8<-- [start:root_files]
def root_files(box: Box) -> None:
    """The directory that will be "/" must be a mount of its own. Source: pivot_root(2)."""
    if box.rootfs:
        mount(box.rootfs, box.rootfs, None, MS_BIND | MS_REC)
        box.place = Place(box.rootfs)
    else:
        box.place = _show_usr()
        # --8<-- [end:root_files]


def _show_usr() -> Place:
    """A root made on the spot: directories in memory, and the host's /usr, read-only."""
    mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755")
    for name in ("usr", "proc", "dev", "sys", "tmp", "etc", "root"):
        os.mkdir(f"/tmp/{name}", 0o755)
    shown = ["usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        if os.path.islink(f"/{name}"):  # into /usr, as on most systems today
            os.symlink(os.readlink(f"/{name}"), f"/tmp/{name}")
        elif os.path.isdir(f"/{name}"):
            os.mkdir(f"/tmp/{name}")
            shown.append(name)
    for name in shown:
        mount(f"/{name}", f"/tmp/{name}", None, MS_BIND | MS_REC)
        _make_all_read_only(f"/tmp/{name}")
    return Place("/tmp")


# --8<-- [start:mounts]
def mounts(box: Box) -> None:
    """The kernel's own file systems: /proc, /dev and its parts, /sys, the control groups."""
    assert box.place
    for asked in box.spec.get("mounts", []):
        try:
            mount_as_asked(box, box.place, asked)
        except OSError as error:
            error.filename = error.filename or asked["destination"]
            raise
    # --8<-- [end:mounts]


# --8<-- [start:devices]
# Source: OCI runtime specification, config-linux.md, Default Devices; their numbers: null(4) ...
DEVICES = [
    {"path": f"/dev/{name}", "type": "c", "major": major, "minor": minor}
    for name, major, minor in (
        *(("null", 1, 3), ("random", 1, 8), ("full", 1, 7)),
        *(("tty", 5, 0), ("zero", 1, 5), ("urandom", 1, 9)),
    )
]
LINKS = {
    "ptmx": "pts/ptmx",
    "fd": "/proc/self/fd",
    "stdin": "/proc/self/fd/0",
    "stdout": "/proc/self/fd/1",
    "stderr": "/proc/self/fd/2",
}


def devices(box: Box) -> None:
    """Six harmless devices. Who may not make them gets the host's shown. Source: mknod(2)."""
    assert box.place
    if any(m["destination"] == "/dev" and "bind" in str(m.get("options")) for m in _mounts(box)):
        return  # it is the host's
    more = box.linux.get("devices", [])
    paths = [each["path"] for each in more]
    for asked in [*(each for each in DEVICES if each["path"] not in paths), *more]:
        box.place.device(asked, shown=box.in_user_namespace)
    links = LINKS | ({"core": "/proc/kcore"} if os.path.exists("/proc/kcore") else {})
    for name, target in links.items():
        box.place.link(f"/dev/{name}", target)
        # --8<-- [end:devices]


# --8<-- [start:new_root]
def new_root(box: Box) -> None:
    """Put the new root in the old one's place and take the old one away. Source: pivot_root(2).

    Both go to the same path, the old one on top of the new: no directory is needed for it.
    """
    assert box.place
    old = os.open("/", os.O_RDONLY | os.O_DIRECTORY)
    box.place.make_if_missing(box.process["cwd"])
    os.fchdir(box.place.root)
    call("pivot_root", ".", ".")
    os.fchdir(old)
    mount(None, ".", None, kernel.MS_SLAVE | MS_REC)  # what we unmount shall stay outside
    call("umount2", ".", kernel.MNT_DETACH)
    os.close(old)
    box.place.close()
    os.chdir("/")
    # --8<-- [end:new_root]


# --8<-- [start:read_only_root]
def read_only_root(box: Box) -> None:
    """The image stays as it is. Source: mount(2), Remounting an existing mount."""
    if box.spec["root"].get("readonly"):
        try:
            mount(None, "/", None, MS_BIND | MS_REMOUNT | MS_RDONLY)
        except PermissionError:  # flags are locked: say them again
            _make_read_only("/")
            # --8<-- [end:read_only_root]


# --8<-- [start:host_name]
def host_name(box: Box) -> None:
    """Not without a namespace for it: it would be the host's. Source: sethostname(2)."""
    name = box.spec.get("hostname")
    if name and "uts" in box.kinds:
        call("sethostname", name, len(name.encode()))
        # --8<-- [end:host_name]


# --8<-- [start:read_only_paths]
def read_only_paths(box: Box) -> None:
    """Some of /proc sets the whole machine's knobs, and asks only who is user 0."""
    for path in box.linux.get("readonlyPaths", []):
        try:
            mount(path, path, None, MS_BIND | MS_REC)
        except FileNotFoundError:
            continue
        _make_read_only(path)
        # --8<-- [end:read_only_paths]


# --8<-- [start:masked_paths]
def masked_paths(box: Box) -> None:
    """Some of /proc tells too much of the machine: cover files by /dev/null, directories by air."""
    for path in box.linux.get("maskedPaths", []):
        try:
            overmount(path)
        except FileNotFoundError:
            continue
            # --8<-- [end:masked_paths]


# --8<-- [start:limits]
def limits(box: Box) -> None:
    """Source: prlimit(2)."""
    for limit in box.process.get("rlimits", []):
        kernel.set_limit(limit["type"].removeprefix("RLIMIT_"), limit["soft"], limit["hard"])
    if (adjustment := box.process.get("oomScoreAdj")) is not None:
        _tell("/proc/self/oom_score_adj", str(adjustment))
        # --8<-- [end:limits]


# --8<-- [start:privileges]
def no_new_privileges(box: Box) -> None:
    """Set-user-ID programs give nothing any more. Source: prctl(2), PR_SET_NO_NEW_PRIVS."""
    if box.process.get("noNewPrivileges"):
        LIBC.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def capabilities(box: Box) -> None:
    """Keep a few of root's powers and become the user asked for. Source: capabilities(7).

    The bounding set first: dropping from it is itself a power. What is ambient must be inheritable
    as well; runc's default asks for it without, and like runc we leave it then.
    """
    sets = {name: _bits(names) for name, names in box.process.get("capabilities", {}).items()}
    keep = sets.get("bounding", 0)
    for number in range(len(CAPABILITIES)):
        if not keep >> number & 1:
            LIBC.prctl(kernel.PR_CAPBSET_DROP, number, 0, 0, 0)  # EINVAL: not in this kernel yet
    try:  # its user may perhaps not enter it  # noqa: SIM105
        enter(box)
    except OSError:
        pass  # or only its user may: the last word is spoken before its program starts
    call("prctl", kernel.PR_SET_KEEPCAPS, 1, 0, 0, 0)
    _become(box)
    call("prctl", kernel.PR_SET_KEEPCAPS, 0, 0, 0, 0)
    inheritable, permitted = sets.get("inheritable", 0), sets.get("permitted", 0)
    kernel.set_capabilities(sets.get("effective", 0), permitted, inheritable)
    for number in range(len(CAPABILITIES)):
        if sets.get("ambient", 0) & inheritable & permitted & 1 << number:
            call("prctl", kernel.PR_CAP_AMBIENT, kernel.PR_CAP_AMBIENT_RAISE, number, 0, 0)
            # --8<-- [end:privileges]


def _become(box: Box) -> None:
    user = box.process.get("user", {})
    os.umask(user.get("umask", 0o022))
    groups, group, number = user.get("additionalGids", []), user.get("gid", 0), user.get("uid", 0)
    try:
        os.setgroups(groups)
    except PermissionError:  # an ordinary user's namespace may not: deny in /proc/PID/setgroups
        if groups:
            raise
    os.setresgid(group, group, group)
    os.setresuid(number, number, number)


def enter(box: Box) -> None:
    """Go to the working directory, which is made if it is not there, as by runc.

    One step at a time: a link in /proc may lead out, and there nothing is to be made or seen.
    Raises OSError. Source: getcwd(2); CVE-2024-21626 was about a directory beyond the root.
    """
    path = box.process["cwd"]
    try:
        os.chdir("/")
        for name in path.split("/"):
            try:
                os.chdir(name or ".")
            except FileNotFoundError:
                os.mkdir(name, 0o755)
                os.chdir(name)
            if not kernel.is_inside():
                raise OSError(kernel.EXDEV, "it leads out of the container")
    except OSError as error:
        error.filename = path
        raise
    box.entered = True


OUTSIDE = [control_group, user_ids]
INSIDE = [
    descriptors,
    session,
    keyring,
    loopback,
    own_mounts,
    root_files,
    join_group,
    own_view_of_groups,
    mounts,
    devices,
    new_root,
    read_only_root,
    host_name,
    read_only_paths,
    masked_paths,
    limits,
    no_new_privileges,
    capabilities,
]


def _mounts(box: Box) -> list[dict]:
    return box.spec.get("mounts", [])


def _make_read_only(path: str) -> None:
    """One mount, keeping the flags it has: those locked by a more privileged owner must stay."""
    keep = os.statvfs(path).f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC)
    mount(None, path, None, MS_BIND | MS_REMOUNT | MS_RDONLY | keep)


def _make_all_read_only(path: str) -> None:
    """A mount and all below it; just itself before Linux 5.12. Source: mount_setattr(2)."""
    try:
        kernel.set_mounts(path, kernel.MOUNT_ATTR_RDONLY, 0)
    except OSError:
        _make_read_only(path)


def _bits(names: list[str]) -> int:
    bits = 0
    for name in names:
        bits |= 1 << CAPABILITIES.index(name.removeprefix("CAP_"))
    return bits


def _tell(path: str, text: str) -> None:
    """In one write(2), as the kernel's files want it; its error comes at once."""
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)
