"""What else a program may try, to compare three walls: more of what ``probes`` has, in its form.

``world`` is its ``host`` with more in it: a process with a secret in its memory, a service without
an address, and what the host knows of itself. ``inside`` is for programs that were not forked from
it: they are told of the host in their environment.
"""

import ctypes
import errno
import fcntl
import json
import mmap
import os
import platform
import resource
import signal
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from snippets.linux.children import fork, waiting_child
from snippets.linux.libc import LIBC, call
from snippets.linux.memory import address_of, read_memory
from snippets.runtime import probes
from snippets.runtime.probes import HOST, Host, Own, Probe, asks_only, be_victim, host, net_cookie


class World(Host):
    """What more there is to be reached."""

    keeper: int  # a process with a secret in its memory
    address: int  # where in its memory
    abstract: str  # the name of a socket without a file
    boot_id: str  # drawn by the kernel when it started
    started: float  # when that was, in seconds since 1970
    memory: int  # bytes
    disk: str  # a device


WORLD = cast(World, HOST)
PROBES: dict[str, Probe] = {}
SECRET = b"on the host"
PAGE = mmap.mmap(-1, mmap.PAGESIZE, flags=mmap.MAP_PRIVATE)
SYS_REBOOT = {"x86_64": 169, "aarch64": 142, "riscv64": 142, "i686": 88}
BURNT = 0.2  # seconds of CPU time


@contextmanager
def world() -> Iterator[None]:
    """Be the host for all probes, those of ``probes`` and these. In a process of one's own."""
    with (
        host(),
        waiting_child(_keep_secret) as WORLD.keeper,
        socket.socket(socket.AF_UNIX) as server,
    ):
        WORLD.abstract = f"three-walls-{os.getpid()}"
        server.bind(f"\0{WORLD.abstract}")
        server.listen()
        WORLD.address = address_of(PAGE)
        WORLD.boot_id = _boot_id()
        WORLD.memory = _memory()
        WORLD.disk = _disk()
        WORLD.started = _started()
        yield


def told_inside(names: list[str]) -> dict[str, str]:
    """What the environment of a program must have in it that calls ``inside``."""
    return {"THREE_WALLS": json.dumps({"host": vars(HOST), "probes": names}, default=str)}


def inside() -> None:
    """Print what the probes meet that the environment names."""
    told = json.loads(os.environ["THREE_WALLS"])
    vars(HOST).update(told["host"])
    HOST.folder, HOST.root = Path(HOST.folder), tuple(HOST.root)  # type: ignore[assignment]
    every = probes.PROBES | PROBES
    asked = {name: every[name] for name in told["probes"]}
    print(f"answers {json.dumps(probes.answers(asked))}", flush=True)


def _keep_secret() -> None:
    be_victim()
    PAGE[: len(SECRET)] = SECRET


def probe(name: str) -> Callable[[Probe], Probe]:
    return probes.probe(name, PROBES)


@probe("reach a host process's memory by a pointer")
def _() -> bool:
    return ctypes.string_at(WORLD.address, len(SECRET)) == SECRET


@probe("read a host process's memory")
def _() -> bool:
    return read_memory(WORLD.keeper, WORLD.address, len(SECRET)) == SECRET


@probe("go through a host process's root")
def _() -> None:
    os.stat(f"/proc/{HOST.victim}/root/.")


@probe("reach an abstract socket of the host")
def _() -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(f"\0{WORLD.abstract}")


@probe("listen to all packets")
def _() -> None:
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as tap:
        _unless_own(tap)


@probe("change the network")
def _() -> None:
    """Switch on lo, which is on."""
    siocsifflags, iff_up, iff_running = 0x8914, 1, 0x40
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", iff_up | iff_running)
        fcntl.ioctl(any_socket, siocsifflags, request)
        _unless_own(any_socket)


@probe("find the host's kernel")
def _() -> bool:
    return _boot_id() == WORLD.boot_id


@probe("see how long the host has been up")
def _() -> bool:
    return abs(_started() - WORLD.started) < 2


@probe("see how much memory the host has")
def _() -> bool:
    return _memory() == WORLD.memory


@probe("read the kernel's messages")
def _() -> None:
    syslog_action_read_all = 3
    call("klogctl", syslog_action_read_all, ctypes.create_string_buffer(1), 1)


@probe("restart the machine")
def _() -> None:
    """Without the numbers that must be there for it to happen. Source: reboot(2)."""
    number = SYS_REBOOT.get(platform.machine(), -1)
    asks_only(lambda: call("syscall", number, 0, 0, 0, None))


@probe("become another user")
def _() -> None:
    os.setresuid(1, 1, 1)


@probe("go before others")
def _() -> None:
    os.setpriority(os.PRIO_PROCESS, 0, -5)


@probe("open the host's disk")
def _() -> None:
    os.close(os.open(WORLD.disk, os.O_RDONLY))


@probe("use an I/O port")
def _() -> None:
    """Be allowed to, that is. Source: ioperm(2)."""
    if not hasattr(LIBC, "ioperm"):
        raise OSError(errno.ENOSYS, "this machine has no I/O ports")
    call("ioperm", ctypes.c_ulong(0x80), ctypes.c_ulong(1), 1)


@probe("make a virtual machine")
def _() -> None:
    os.close(os.open("/dev/kvm", os.O_RDWR))


@probe("be promised most of the host's memory")
def _() -> None:
    """Three quarters; none of it is touched."""
    mmap.mmap(-1, WORLD.memory * 3 // 4, flags=mmap.MAP_PRIVATE).close()


@probe("start 30 processes")
def _() -> None:
    started: list[int] = []
    try:
        for _ in range(30):
            if (pid := fork()) == 0:
                signal.pause()
            started.append(pid)
    finally:
        for pid in started:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


@probe("use the host's CPU time")
def _() -> None:
    """Whether it was the host's, the host tells. Source: getrusage(2)."""
    while time.process_time() < BURNT:
        pass


def cpu_time_of_children() -> float:
    """Seconds of CPU time that children used which have ended, and theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _unless_own(any_socket: socket.socket) -> None:
    if net_cookie(any_socket) != HOST.net:
        raise Own


def _boot_id() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _memory() -> int:
    """Bytes of memory that the kernel has. Source: proc(5), /proc/meminfo."""
    return int(Path("/proc/meminfo").read_text().split()[1]) << 10


def _started() -> float:
    """When the kernel started, in seconds since 1970."""
    return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)


def _disk() -> str:
    """A disk of this machine. Source: proc(5), /proc/partitions."""
    for line in Path("/proc/partitions").read_text().splitlines()[2:]:
        if os.path.exists(path := f"/dev/{line.split()[3]}"):
            return path
    return "/dev/no-disk-here"
