"""What a program in a container tries, to find out which walls stand.

Each probe is a function without arguments that runs inside. It does what it is named after, as
harmlessly as can be: it asks for the power, and does nothing with it. OSError means a wall, and so
does returning False; returning None or True means that it got through.

``Host`` is the other side: what the probes try to reach. As root it plays the host in namespaces of
its own, so that not even a missing wall lets a probe touch the real one.
"""

import ctypes
import errno
import json
import os
import platform
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from snippets.linux.children import waiting_child
from snippets.linux.libc import LIBC, call
from snippets.linux.mounts import MNT_DETACH, mount_at, umount
from snippets.linux.namespaces import CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWUTS, unshare
from snippets.runtime.ingredients import loopback_up
from snippets.runtime.kernel import SYS_KEYCTL, new_session_keyring

Probe = Callable[[], bool | None]
PROBES: dict[str, Probe] = {}

# Numbers of system calls without a C function, by machine: init_module, add_key.
NUMBERS = {"x86_64": (175, 248), "aarch64": (105, 217), "riscv64": (105, 217), "i686": (128, 286)}
NO_NUMBERS = (-1, -1)
KEY = "three-walls:probe"


class Host:
    """What there is to be reached. Made by ``host``; the probes know it through ``HOST``."""

    victim: int  # a process
    folder: Path  # with a file "secret" that everybody may read
    port: int  # on 127.0.0.1 somebody listens
    segment: int  # of shared memory
    net: int  # the cookie of its network namespace
    root: tuple[int, int]  # device and inode of its root directory
    door: int  # an open descriptor for that directory
    release: str
    session: int  # which session its processes are in


HOST = Host()


@contextmanager
def host() -> Iterator[Host]:
    """Be the host for the probes until the block ends. In a process of one's own."""
    if os.geteuid() == 0:
        unshare(CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWNS)
        loopback_up()
    with suppress(OSError):  # closed here; then there is nothing to be taken
        put_key()
    with (
        TemporaryDirectory(prefix="three-walls-") as folder,
        socket.create_server(("127.0.0.1", 0)) as server,
        waiting_child(be_victim) as victim,
    ):
        os.chmod(folder, 0o755)
        HOST.folder = Path(folder)
        (HOST.folder / "secret").write_text("on the host\n")
        HOST.victim, HOST.port = victim, server.getsockname()[1]
        HOST.net = net_cookie(server)
        HOST.segment = _shared_memory()
        status = os.stat("/")
        HOST.root, HOST.release = (status.st_dev, status.st_ino), os.uname().release
        HOST.session = os.getsid(0)
        HOST.door = os.open("/", os.O_PATH | os.O_DIRECTORY)
        os.set_inheritable(HOST.door, True)
        try:
            yield HOST
        finally:
            os.close(HOST.door)


def put_key() -> None:
    """Into a session keyring of this process's own. Raises OSError. Source: add_key(2)."""
    new_session_keyring("three-walls", 0)
    call("syscall", _numbers()[1], "user", KEY, "x", ctypes.c_size_t(1), -3)


def be_victim() -> None:
    """With a name, and for anybody to trace who may: else Yama would refuse that, prctl(2)."""
    set_name, set_ptracer, anybody = 15, 0x59616D61, ctypes.c_ulong(-1)
    LIBC.prctl(set_name, b"the-victim", 0, 0, 0)
    LIBC.prctl(set_ptracer, anybody, 0, 0, 0)


def answers(probes: dict[str, Probe] = PROBES) -> dict[str, str]:
    """Run every probe, each in a child; returns what each met, by its name.

    An answer is "yes", "no" or the name of an error; "own" if it worked, but only on what belongs
    to the container; the name of the signal if that is what the probe died of.
    """
    return {name: _answer(probe) for name, probe in probes.items()}


def try_all(writing: int) -> None:
    """Write the answers of all probes, as JSON, to a descriptor."""
    os.write(writing, json.dumps(answers()).encode())


def judged(told: dict[str, str]) -> dict[str, str]:
    """The answers from a container that has gone, with "own" where the host was not reached."""
    for name, reached in undo().items():
        if told.get(name) == "yes" and not reached:
            told[name] = "own"
    return told


def undo() -> dict[str, bool]:
    """After a container has gone: which probes reached the host itself. Takes it back."""
    reached = {"change the host name": socket.gethostname() == "changed"}
    if reached["change the host name"]:
        socket.sethostname("host")
    at = mount_at("/tmp")
    reached["mount a file system"] = at is not None and at.source == "probe"
    if reached["mount a file system"]:
        umount("/tmp", MNT_DETACH)
    return reached


def _answer(probe: Probe) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            result = probe()
            answer = {None: "yes", True: "yes", False: "no"}[result]
        except Own:
            answer = "own"
        except OSError as error:
            answer = errno.errorcode.get(error.errno or 0, "no")
        except BaseException as error:
            answer = f"{type(error).__name__}: {error}"
        os.write(writing, answer.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as line:
        answer = line.read().decode()
    _, status = os.waitpid(child, 0)
    return answer or signal.Signals(-os.waitstatus_to_exitcode(status)).name


class Own(Exception):
    """It worked, on something that is the container's own."""


def probe(name: str, into: dict[str, Probe] = PROBES) -> Callable[[Probe], Probe]:
    def enter(function: Probe) -> Probe:
        into[name] = function
        return function

    return enter


@probe("see a host process")
def _() -> bool:
    return any(_comm(pid) == "the-victim" for pid in os.listdir("/proc") if pid.isdigit())


@probe("signal a host process")
def _() -> None:
    os.kill(HOST.victim, 0)


@probe("trace a host process")
def _() -> None:
    seize, detach = 0x4206, 17
    call("ptrace", seize, HOST.victim, None, None)
    LIBC.ptrace(detach, HOST.victim, None, None)


@probe("change the host name")
def _() -> None:
    socket.sethostname("changed")


@probe("read the host's shared memory")
def _() -> None:
    LIBC.shmat.restype = ctypes.c_ssize_t
    if LIBC.shmat(HOST.segment, None, 0o10000) == -1:  # SHM_RDONLY
        raise OSError(ctypes.get_errno(), "shmat")


@probe("reach a service on the host")
def _() -> None:
    with socket.socket() as client:
        client.connect(("127.0.0.1", HOST.port))


@probe("open port 80")
def _() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 80))
        if net_cookie(server) != HOST.net:
            raise Own


@probe("read a file of the host")
def _() -> None:
    (HOST.folder / "secret").read_text()


@probe("read the host's passwords")
def _() -> None:
    Path("/etc/shadow").read_text()


@probe("write to /usr")
def _() -> None:
    os.close(os.open("/usr", os.O_TMPFILE | os.O_WRONLY))


@probe("write to its root directory")
def _() -> None:
    os.close(os.open("/", os.O_TMPFILE | os.O_WRONLY))
    if not _is_host_root("/"):
        raise Own


@probe("leave by a second chroot")
def _() -> bool:
    os.chdir("/")  # outside what is the root next
    with suppress(OSError):
        os.chroot("/tmp")
    for _ in range(32):
        os.chdir("..")
    return _is_host_root(".")


@probe("leave by an open descriptor")
def _() -> bool:
    os.fchdir(HOST.door)
    return _is_host_root(".")


@probe("make a device")
def _() -> None:
    for folder in ("/dev/shm", "/tmp"):
        if os.access(folder, os.W_OK):
            path = f"{folder}/three-walls-{os.getpid()}"
            os.mknod(path, 0o20600, os.makedev(1, 3))
            os.unlink(path)
            return
    raise OSError(errno.EROFS, "nowhere to make one")


@probe("change a setting of the kernel")
def _() -> None:
    os.close(os.open("/proc/sys/kernel/core_pattern", os.O_WRONLY))


@probe("see the machine's firmware")
def _() -> bool:
    return bool(os.listdir("/sys/firmware"))


@probe("read the list of keys")
def _() -> bool:
    return bool(Path("/proc/keys").read_text())


@probe("use a key of the starter")
def _() -> None:
    search, session = 10, -3
    call("syscall", SYS_KEYCTL.get(platform.machine(), -1), search, session, "user", KEY, 0)


@probe("change its own control group")
def _() -> None:
    paths = ("/sys/fs/cgroup/cgroup.procs", "/sys/fs/cgroup/pids/cgroup.procs")
    path = next((path for path in paths if os.path.exists(path)), paths[0])
    os.close(os.open(path, os.O_WRONLY))


@probe("stay in the starter's control group")
def _() -> bool:
    return "three-walls-" not in Path("/proc/self/cgroup").read_text()


@probe("stay in the starter's session")
def _() -> bool:
    return os.getsid(0) in (HOST.session, 0)  # 0: one that is outside this PID namespace


@probe("load a kernel module")
def _() -> None:
    asks_only(lambda: call("syscall", _numbers()[0], b"x", ctypes.c_ulong(1), b""))


@probe("set the clock")
def _() -> None:
    adj_tick = 0x4000  # with a tick of 0, which is refused to everybody
    asks_only(lambda: call("adjtimex", adj_tick.to_bytes(4, sys.byteorder) + bytes(252)))


@probe("gain by a set-user-ID program")
def _() -> bool:
    """If privileges are gained, the loader no longer does as the environment tells it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0 and os.path.exists("/proc/self/setgroups"):
            with suppress(OSError):  # from another user, or there is nothing to gain
                os.setresuid(65534, 65534, 65534)
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        with suppress(OSError):
            os.execve("/usr/bin/su", ["su", "--version"], {"LD_SHOW_AUXV": "1"})
        os.write(1, b"AT_SECURE")
        os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as shown:
        text = shown.read()
    os.waitpid(child, 0)
    return b"AT_SECURE" not in text


@probe("open file number 2000")
def _() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    os.dup2(0, 2000)


@probe("mount a file system")
def _() -> None:
    """After those that need what is in /tmp."""
    call("mount", "probe", "/tmp", "tmpfs", ctypes.c_ulong(0), None)


@probe("make a user namespace")
def _() -> None:
    call("unshare", 0x10000000)


@probe("run on the host's kernel")
def _() -> bool:
    return os.uname().release == HOST.release


def asks_only(ask: Callable[[], object]) -> None:
    """For calls that look at permission first and at their arguments next: those are nonsense."""
    try:
        ask()
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOEXEC, errno.EFAULT):
            raise


def _numbers() -> tuple[int, int]:
    return NUMBERS.get(platform.machine(), NO_NUMBERS)


def _comm(pid: str) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


def _is_host_root(path: str) -> bool:
    status = os.stat(path)
    return (status.st_dev, status.st_ino) == HOST.root


def net_cookie(sock: socket.socket) -> int:
    """Which network namespace a socket is in: SO_NETNS_COOKIE, Linux 5.14."""
    with suppress(OSError):
        return int.from_bytes(sock.getsockopt(socket.SOL_SOCKET, 71, 8), sys.byteorder)
    return os.stat("/proc/self/ns/net").st_ino


def _shared_memory() -> int:
    """A segment that is marked to go with its last user, so that nothing can be left of it.

    Source: shmctl(2), IPC_RMID.
    """
    ipc_private, ipc_creat, ipc_rmid = 0, 0o1000, 0
    segment = call("shmget", ipc_private, ctypes.c_size_t(4096), ipc_creat | 0o600)
    LIBC.shmat.restype = ctypes.c_ssize_t
    LIBC.shmat(segment, None, 0)
    call("shmctl", segment, ipc_rmid, None)
    return segment
