"""System calls and numbers that the container uses and Python has no name for.

Some of these numbers stand in ``snippets.linux`` too, beside what a page tells about them; those
modules import more than the command can wait for. A test compares the two.
"""

import os
import sys
from _signal import SIG_DFL, getsignal  # the part of signal in C; the rest takes long to import

from snippets.runtime.libc import LIBC, Int, Wide, addressof, buffer, call, get_errno

EPERM, EXDEV, ENOSYS = 1, 18, 38  # asm-generic/errno.h

# linux/sched.h
CLONE_PIDFD = 0x00001000
CLONE_INTO_CGROUP = 0x200000000
CLONE_NEWTIME = 0x00000080
CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

# linux/mount.h
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_SYNCHRONOUS, MS_REMOUNT, MS_MANDLOCK, MS_DIRSYNC = 16, 32, 64, 128
MS_NOSYMFOLLOW, MS_SILENT, MS_POSIXACL = 1 << 8, 1 << 15, 1 << 16
MS_NOATIME, MS_NODIRATIME, MS_BIND, MS_REC = 1 << 10, 1 << 11, 1 << 12, 1 << 14
MS_UNBINDABLE, MS_PRIVATE, MS_SLAVE, MS_SHARED = 1 << 17, 1 << 18, 1 << 19, 1 << 20
MS_RELATIME, MS_I_VERSION, MS_STRICTATIME, MS_LAZYTIME = 1 << 21, 1 << 23, 1 << 24, 1 << 25
MNT_DETACH = 2
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV, MOUNT_ATTR_NOEXEC = 1, 2, 4, 8
MOUNT_ATTR_NODIRATIME, MOUNT_ATTR_NOSYMFOLLOW = 0x80, 0x200000

# linux/prctl.h
PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAPBSET_DROP = 1, 8, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2

SIGKILL, SIGCHLD = 9, 17  # asm/signal.h; importing signal costs more than its names are worth
SIGSETXID = 33  # glibc keeps it for itself, and its signal(3) refuses to change it

MACHINE = os.uname().machine

# These system calls have one number on all machines, being new; the others are older.
SYS_PIDFD_SEND_SIGNAL, SYS_CLONE3, SYS_OPENAT2, SYS_MOUNT_SETATTR = 424, 435, 437, 442
SYS_KEYCTL = {"x86_64": 250, "aarch64": 219, "i686": 288, "riscv64": 219}
SYS_RT_SIGACTION = {"x86_64": 13, "aarch64": 134, "i686": 174, "riscv64": 134}
SYS_GETCWD = {"x86_64": 79, "aarch64": 17, "i686": 183, "riscv64": 17}

RESOLVE_NO_MAGICLINKS, RESOLVE_BENEATH = 0x02, 0x08  # linux/openat2.h

# linux/capability.h: the number of each is its place in this list
_NAMES = (
    "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE "
    "NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO "
    "SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME "
    "SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG "
    "WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE"
)
CAPABILITIES = _NAMES.split()

# asm-generic/resource.h, in the same way; to load the module resource takes half a millisecond
_LIMITS = (
    "CPU FSIZE DATA STACK CORE RSS NPROC NOFILE MEMLOCK AS LOCKS SIGPENDING MSGQUEUE NICE RTPRIO "
    "RTTIME"
)
LIMITS = _LIMITS.split()


def members(size: int, *values: int) -> bytes:
    """A C structure of whole numbers of ``size`` bytes each, as this machine has it in memory."""
    return b"".join(value.to_bytes(size, sys.byteorder) for value in values)


def clone(flags: int, group: int = -1) -> tuple[int, int]:
    """Like ``os.fork()``, but the child begins in new namespaces, one for each CLONE_NEW flag.

    group: a descriptor of the control group, of version 2, that it begins in (Linux 5.7).

    Returns, in the parent, the child's PID and a descriptor for it, a pidfd; (0, -1) in the child.
    With CLONE_NEWPID the child is process 1 at once, which ``unshare`` needs two forks for. The
    calling process must have one thread only. Raises OSError as ``unshare``.
    Source: clone(2), clone3().
    """
    pidfd = Int(-1)
    # struct clone_args: flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls,
    # set_tid, set_tid_size, cgroup
    flags |= CLONE_PIDFD
    if group >= 0:
        flags |= CLONE_INTO_CGROUP
    arguments = members(8, flags, addressof(pidfd), 0, 0, SIGCHLD, 0, 0, 0, 0, 0, max(group, 0))
    pid = call("syscall", SYS_CLONE3, arguments, Wide(len(arguments)))
    return pid, pidfd.value


def send_signal(pidfd: int, number: int) -> None:
    """Raises OSError: ESRCH if the process has ended. Source: pidfd_send_signal(2)."""
    call("syscall", SYS_PIDFD_SEND_SIGNAL, pidfd, number, None, 0)


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Source: mount(2); explained in ``snippets.linux.mounts``."""
    call("mount", source, target, kind, Wide(flags), data or None)


def set_mounts(path: str, plus: int, minus: int) -> None:
    """Set and clear MOUNT_ATTR flags of a mount and of all below it. Raises OSError.

    Source: mount_setattr(2), AT_RECURSIVE (Linux 5.12).
    """
    at_fdcwd, at_recursive = -100, 0x8000
    attributes = members(8, plus, minus, 0, 0)  # struct mount_attr
    call("syscall", SYS_MOUNT_SETATTR, at_fdcwd, path, at_recursive, attributes, Wide(32))


def is_machines_root() -> bool:
    """Whether this user is 0 and the users here are the machine's own.

    Source: user_namespaces(7).
    """
    with open("/proc/self/uid_map") as file:
        return os.geteuid() == 0 and file.read().split() == ["0", "0", "4294967295"]


def is_inside() -> bool:
    """Whether the working directory is below the root directory.

    The kernel's answer for one that is not begins with "(unreachable)", where the C library's
    getcwd(3) would go on searching. Source: getcwd(2).
    """
    if not (number := SYS_GETCWD.get(MACHINE)):
        return os.getcwd().startswith("/")
    found = buffer(4096)
    call("syscall", number, found, Wide(4096))
    return found.value.startswith(b"/")


def open_beneath(root: int, path: str) -> int:
    """Open what ``path`` names below the directory ``root`` (a descriptor), only to point at it.

    Symbolic links are followed as long as they stay below. Raises OSError: EXDEV where ``..`` or
    a link would lead out. Source: openat2(2), RESOLVE_BENEATH.
    """
    # struct open_how: flags, mode, resolve
    how = members(8, os.O_PATH | os.O_CLOEXEC, 0, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS)
    relative = path.strip("/") or "."
    return call("syscall", SYS_OPENAT2, root, relative, how, Wide(24))


def set_capabilities(effective: int, permitted: int, inheritable: int) -> None:
    """Replace three of this process's capability sets, one bit each. Raises OSError (EPERM).

    Source: capset(2).
    """
    version_3 = 0x20080522
    sets = (effective, permitted, inheritable)
    low, high = ([each >> shift & 0xFFFFFFFF for each in sets] for shift in (0, 32))
    call("capset", members(4, version_3, 0), members(4, *low, *high))


def set_limit(name: str, soft: int, hard: int) -> None:
    """Set a resource limit of this process; name: of LIMITS. Raises OSError: EPERM, EINVAL.

    Source: prlimit(2).
    """
    call("prlimit64", 0, LIMITS.index(name), members(8, soft, hard), None)


_DESCRIPTION = buffer(256)


def new_session_keyring(name: str, add: int) -> None:
    """Leave the starter's session keyring for a new one, and add bits to its permissions.

    A kernel without keyrings, or a filter that forbids them, is no error; another failure is, such
    as a quota that is used up, for the starter's keys would stay in reach.
    Source: keyctl(2), KEYCTL_JOIN_SESSION_KEYRING, KEYCTL_SETPERM.
    """
    number = SYS_KEYCTL.get(MACHINE)
    join, setperm, describe = 1, 5, 6
    if number is None:
        return
    keyring = LIBC.syscall(number, join, name.encode())
    if keyring < 0 and get_errno() not in (ENOSYS, EPERM):
        raise OSError(get_errno(), os.strerror(get_errno()))
    if keyring < 0 or LIBC.syscall(number, describe, keyring, _DESCRIPTION, 256) < 0:
        return
    permissions = int(_DESCRIPTION.value.split(b";")[3], 16)  # type;uid;gid;permissions;name
    LIBC.syscall(number, setperm, keyring, permissions | add)


def default_action(signal: int) -> None:
    """Let a signal act as by default, also one that the C library won't change.

    GNU make, for one, starts its programs with such a signal ignored. Source: rt_sigaction(2).
    """
    if number := SYS_RT_SIGACTION.get(MACHINE):
        by_default = bytes(32)  # struct sigaction: handler, flags, restorer and mask all zero
        LIBC.syscall(number, signal, by_default, None, Wide(8))


class Signals:
    """All signals that can be, held back from this process and read from a descriptor instead.

    Source: sigprocmask(2), signalfd(2).
    """

    def __init__(self) -> None:
        # Those that don't act by default. Python looked when it started, and changes all others.
        self.changed = [n for n in range(1, 65) if getsignal(n) != SIG_DFL]
        every, self.before = (buffer(128) for _ in range(2))
        LIBC.sigfillset(every)
        call("sigprocmask", 0, every, self.before)  # SIG_BLOCK
        self.fd = call("signalfd", -1, every, os.O_CLOEXEC)

    def next(self) -> int:
        """The number of a signal that has come; waits for one."""
        return int.from_bytes(os.read(self.fd, 128)[:4], sys.byteorder)  # struct signalfd_siginfo

    def restore(self) -> None:
        call("sigprocmask", 2, self.before, None)  # SIG_SETMASK
        os.close(self.fd)
