"""One list of probes, run at three walls: a process, a container, a virtual machine.

    python3 -m snippets.compare.walls        try it here, at every wall that can be had

Each wall is tried from inside by the same probes (``snippets.runtime.probes``), and what they try
to reach is the same too: a host that is played for them (``further_probes.world``).
"""

import errno
import json
import marshal
import os
import pkgutil
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any, NamedTuple

from snippets import needs
from snippets.linux.children import in_child
from snippets.linux.credentials import NOBODY, become, become_ordinary_user
from snippets.linux.namespaces import CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWUTS, unshare
from snippets.linux.seccomp import (
    ALLOW,
    ARCHITECTURE,
    KILL_PROCESS,
    NUMBER,
    THIS_ARCHITECTURE,
    X32,
    error,
    install,
    instruction,
    load,
    unless_equal,
    verdict,
    when_at_least,
    when_equal,
)
from snippets.runtime import further_probes, parity, probes
from snippets.runtime.ingredients import loopback_up
from snippets.runtime.inside import in_container
from snippets.vm import guest as guests
from snippets.vm import running

ROOT = Path(__file__).parents[2]
MiB = 1 << 20
Names = Sequence[str]  # of probes
Answers = dict[str, str]  # by the probe's name: "yes", "own", "no", or an error's name
Wall = Callable[[Names], Answers]
CPU_TIME = "use the host's CPU time"

# What each probe was predicted to meet: + it reaches the host, o it works on what is the wall's
# own, . it is stopped, ? settings of the machine decide. The columns: a process of the same user as
# what it tries to reach, one of another user, one of root; a container; a guest.
# --8<-- [start:predicted]
PREDICTED = {
    "see a host process": "+++..",
    "signal a host process": "+.+..",
    "trace a host process": "+.+..",
    "go through a host process's root": "+.+..",
    "read a host process's memory": "+.+..",
    "reach a host process's memory by a pointer": ".....",
    "read a file of the host": "+++..",
    "read the host's passwords": "..+..",
    "write to /usr": "..+.o",
    "write to its root directory": "..+.o",
    "leave by a second chroot": "+++..",
    "leave by an open descriptor": "+++..",
    "mount a file system": "..+.o",
    "reach a service on the host": "+++..",
    "reach an abstract socket of the host": "+++..",
    "open port 80": "..+oo",
    "listen to all packets": "..+.o",
    "change the network": "..+.o",
    "read the host's shared memory": "+.+..",
    "use a key of the starter": "+++..",
    "change the host name": "..+.o",
    "find the host's kernel": "++++.",
    "see how long the host has been up": "++++.",
    "see how much memory the host has": "++++.",
    "read the kernel's messages": "??+?o",
    "change a setting of the kernel": "..+.o",
    "load a kernel module": "..?.o",
    "set the clock": "..+.o",
    "restart the machine": "..+.o",
    "become another user": "..+.o",
    "make a user namespace": "????o",
    "go before others": "..+.o",
    "change its own control group": "..?.o",
    "open file number 2000": "???.o",
    "make a device": "..+.o",
    "open the host's disk": "..?..",
    "use an I/O port": "..?.o",
    "make a virtual machine": "???.?",
    "see the machine's firmware": "???.?",
    "be promised most of the host's memory": "++++.",
    "start 30 processes": "++++o",
    "use the host's CPU time": "+++++",
}
# --8<-- [end:predicted]

LIST = {n: p for n, p in (probes.PROBES | further_probes.PROBES).items() if n in PREDICTED}

# These bring something back that only the host can have given, so a guest's "yes" is one.
BRING_BACK = {
    *("see a host process", "signal a host process", "trace a host process"),
    *("go through a host process's root", "read a host process's memory"),
    *("reach a host process's memory by a pointer", "read a file of the host"),
    *("reach a service on the host", "reach an abstract socket of the host"),
    *("read the host's shared memory", "use a key of the starter", "open the host's disk"),
    *("find the host's kernel", "see how long the host has been up"),
    *("see how much memory the host has", CPU_TIME),
}

# What the others ask a kernel for, as numbers of asm/unistd_64.h (only there are guests).
CALLS = {
    **{"bind": 49, "fork": 57, "vfork": 58, "setreuid": 113, "setresuid": 117, "mknod": 133},
    **{"setpriority": 141, "adjtimex": 159, "settimeofday": 164, "mount": 165, "reboot": 169},
    **{"sethostname": 170, "iopl": 172, "ioperm": 173, "init_module": 175, "clock_settime": 227},
    **{"mknodat": 259, "unshare": 272, "syslog": 103, "clock_adjtime": 305, "finit_module": 313},
}
CLONE3 = 435  # what it is asked for a filter can't see; without it C libraries use clone
WITH_ARGUMENTS = [  # number, which argument, of which bits, what is refused
    (2, 1, 3, os.O_WRONLY),  # open
    (257, 2, 3, os.O_WRONLY),  # openat
    (16, 1, 0xFFFFFFFF, 0x8914),  # ioctl: SIOCSIFFLAGS
    (41, 0, 0xFFFFFFFF, 17),  # socket: AF_PACKET
    (33, 1, 0xFFFFFFFF, 2000),  # dup2
    (292, 1, 0xFFFFFFFF, 2000),  # dup3
    (56, 0, 0x10000, 0),  # clone: without CLONE_THREAD
]
REFUSED = errno.EXFULL  # an error that nothing else here gives


INSIDE = "from snippets.runtime import further_probes; further_probes.inside()"
SET_UP, DONE = "ip link set lo up; mount -t cgroup2 none /sys/fs/cgroup", "--- done ---"
LOADED = """
import json, os, re, sys
from snippets.runtime import further_probes
mapped = set(re.findall(r" (/.+)$", open("/proc/self/maps").read(), re.M))
modules = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
modules = {n: f for n, f in modules.items() if f and f.endswith(".py") and n != "__main__"}
print(json.dumps({"files": [*filter(os.path.isfile, mapped)], "modules": modules}))
"""
UNDER = (
    "import os, sys; from snippets.linux.seccomp import install;"
    "install([bytes.fromhex(sys.argv[1])]); os.execv(sys.argv[2], sys.argv[2:])"
)
LOADER = "/lib64/ld-linux-x86-64.so.2"
DIRECTORY, FILE, PROGRAM, LINK = 0o040755, 0o100644, 0o100755, 0o120777


# --8<-- [start:walls]
def process(names: Names) -> Answers:
    return in_child(tried, names)


def container(names: Names) -> Answers:
    return in_container(tried, names)
    # --8<-- [end:walls]


def another_user(names: Names) -> Answers:
    def play() -> Answers:
        become(NOBODY)
        return tried(names)

    return in_child(play)


def guest(names: Names) -> Answers:
    """With the same Python, in an archive: all files that it reads for the probes.

    Its VMM runs under a filter by which the host's kernel refuses what these probes ask for. What
    works all the same, and is refused to a process, was another kernel's doing: "own". A "yes" is
    one if it brings back something of the host; if nobody looked at the host, it becomes "?".
    """
    told = " ".join(f"{name}={shlex.quote(value)}" for name, value in _told(names).items())
    script = f'{SET_UP}; {told} {_python()} -S -c "{INSIDE}"; echo {DONE}'
    with running.start(script, memory=256, command=_filtered, more=_this_python()) as machine:
        answers = _read(machine.read_until(f"{DONE}\n"))
    worked = [name for name in names if answers[name] == "yes" and name not in BRING_BACK]
    in_process = in_child(refused, worked)
    for name in worked:
        answers[name] = "own" if in_process[name] == errno.errorcode[REFUSED] else "?"
    return answers


def refused(names: Names) -> Answers:
    """What these probes meet in a process under the filter."""

    def under(probe: probes.Probe) -> probes.Probe:
        def ask() -> bool | None:
            install(refusing())
            return probe()

        return ask

    return probes.answers({name: under(LIST[name]) for name in names})


def refusing() -> list[bytes]:
    """The filter: what ``CALLS`` and ``WITH_ARGUMENTS`` name fails with ``REFUSED``."""
    refuse = error(REFUSED)
    filters = [
        load(ARCHITECTURE),
        *unless_equal(THIS_ARCHITECTURE, KILL_PROCESS),
        load(NUMBER),
        *when_at_least(X32, KILL_PROCESS),
        *when_equal(CLONE3, error(errno.ENOSYS)),
        *(each for number in CALLS.values() for each in when_equal(number, refuse)),
    ]
    for number, argument, bits, value in WITH_ARGUMENTS:
        low_half = load(16 + 8 * argument)
        and_bits, if_not_go_on = instruction(0x54, bits), instruction(0x15, number, if_false=4)
        filters += [load(NUMBER), if_not_go_on, low_half, and_bits, *when_equal(value, refuse)]
    return [*filters, verdict(ALLOW)]


def _filtered(kernel: str, archive: str, memory: int) -> list[str]:
    """The command of the VMM, which starts under the filter."""
    filters = b"".join(refusing()).hex()
    return [sys.executable, "-S", "-c", UNDER, filters, *running.vmm()(kernel, archive, memory)]


def runc(names: Names) -> Answers:
    """By the config.json that ``runc spec`` writes, and with this machine's Python to look at."""
    with tempfile.TemporaryDirectory(prefix="three-walls-") as folder:
        bundle = parity.make_bundle(Path(folder))
        for name in ("lib", "lib64"):
            (bundle / "rootfs" / name).symlink_to(f"usr/{name}")
        asked = json.loads((bundle / "config.json").read_text())
        asked["process"] |= {"args": ["/usr/bin/python3", "-S", "-c", INSIDE], "cwd": str(ROOT)}
        asked["process"]["env"] += [f"{name}={value}" for name, value in _told(names).items()]
        for path in ("/usr", str(ROOT / "snippets")):
            read_only = ["rbind", "ro", "nosuid", "nodev"]
            mount = {"destination": path, "type": "none", "source": path, "options": read_only}
            asked["mounts"].append(mount)
        (bundle / "config.json").write_text(json.dumps(asked))
        command = [parity.where("runc"), "--root", f"{folder}/state", "run", "--bundle", folder]
        name = f"three-walls-{os.getpid()}-1"  # the next start of a container would sweep it
        done = subprocess.run([*command, name], stdin=subprocess.DEVNULL, capture_output=True)
        return _read(done.stdout.decode() or done.stderr.decode())


def tried(names: Names) -> Answers:
    """Called inside: what the probes meet."""
    return probes.answers({name: LIST[name] for name in names})


def _told(names: Names) -> dict[str, str]:
    paths = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return further_probes.told_inside([*names]) | paths


def _read(printed: str) -> Answers:
    found = re.search(r"^answers (\{.*\})$", printed, re.MULTILINE)
    if not found:
        raise ChildProcessError(f"the probes did not answer: {printed[-500:]}")
    return json.loads(found[1])


def at(wall: Wall, names: Names = tuple(LIST)) -> Answers:
    """What these probes meet at a wall, tried as whoever we are. Raises ChildProcessError."""
    return in_child(_at, wall, names)


def as_ordinary_user(wall: Wall, names: Names = tuple(LIST)) -> Answers:
    """The same, but if root started this program, as an ordinary user."""

    def play() -> Answers:
        if os.geteuid() == 0:  # for the host to be played; who is no root can't do it any more
            unshare(CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWNS)
            loopback_up()
            become_ordinary_user()
        return _at(wall, names)

    return in_child(play)


def _at(wall: Wall, names: Names) -> Answers:
    with further_probes.world():
        before = further_probes.cpu_time_of_children()
        told = probes.judged(wall(names))
        used = further_probes.cpu_time_of_children() - before
    if told.get(CPU_TIME) == "yes" and used < further_probes.BURNT:
        told[CPU_TIME] = "own"
    return told


class Column(NamedTuple):
    """One column of the comparison: who tries, at which wall, what that takes."""

    ask: Callable[[Wall], Answers]
    wall: Wall
    predicted: int  # its place in PREDICTED
    needs: list[str]


COLUMNS = {
    "same-user": Column(as_ordinary_user, process, 0, []),
    "other-user": Column(at, another_user, 1, ["root"]),
    "root": Column(at, process, 2, ["root"]),
    "container": Column(at, container, 3, ["containers"]),
    "runc": Column(at, runc, 3, ["root", "runc"]),
    "guest": Column(at, guest, 4, ["linux-guest", "seccomp-filter"]),
}


# --8<-- [start:surprises]
def surprises(told: Answers, column: int) -> dict[str, str]:
    """The answers that were not predicted."""
    signs = {"yes": "+", "own": "o", "?": "unseen"}
    return {
        name: answer
        for name, answer in told.items()
        if PREDICTED[name][column] not in (signs.get(answer, "."), "?")
    }
    # --8<-- [end:surprises]


def _this_python() -> bytes:
    """An archive of the files that make up this Python, with the modules that probes import."""
    asked = [_python(), "-S", "-c", LOADED]
    loaded = json.loads(subprocess.check_output(asked, cwd=ROOT))
    files: dict[str, tuple[int, bytes]] = {os.__file__: (FILE, b"")}  # by it Python finds its home
    for name in {*loaded["files"], LOADER}:
        files[name] = (PROGRAM, Path(name).read_bytes())
        for path in Path(name).parent.glob(f"{Path(name).name.partition('.so')[0]}.so*"):
            if path.is_symlink() and os.path.realpath(path) == name:
                files[str(path)] = (LINK, name.encode())
    for name, path in loaded["modules"].items():
        loader: Any = pkgutil.get_loader(name)
        if code := loader.get_code(name):  # a .pyc file needs no source beside it
            files[f"{path}c"] = (FILE, MAGIC_NUMBER + bytes(12) + marshal.dumps(code))
    folders = {parent for name in files for parent in Path(name).parents[:-1]}
    every = {str(name): (DIRECTORY, b"") for name in sorted(folders)} | files
    return guests.archive({name.lstrip("/"): file for name, file in every.items()})


def _python() -> str:
    return os.path.realpath(sys.executable)


def main() -> int:
    told: dict[str, Answers] = {}
    for name, column in COLUMNS.items():
        if reason := missing(name):
            print(f"{name}: not here: {reason}")
        else:
            print(f"{name} ...", flush=True)
            told[name] = column.ask(column.wall)
    if told:
        print("", " " * 42, *(f"{name:13}" for name in told))
        for name in LIST:
            print(f" {name:42}", *(f"{answers[name]:13}" for answers in told.values()))
    return 0


def missing(name: str) -> str | None:
    """Why there is no such column on this machine, or None."""
    return needs.missing(COLUMNS[name].needs)


if __name__ == "__main__":
    if sys.argv[1:] in (["-h"], ["--help"]):
        print(__doc__)
        sys.exit(0)
    if sys.argv[1:]:
        print("walls: takes no arguments; --help says what it does", file=sys.stderr)
        sys.exit(2)
    sys.exit(main())
