"""Control groups: the trees of them that are mounted, and groups of one's own in them.

Version 1 has one tree for each controller or two, version 2 one tree for all, and a machine may
have both ("hybrid"). Source: cgroups(7), Documentation/admin-guide/cgroup-v2 and cgroup-v1.
"""

import errno
import itertools
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from snippets.linux.mounts import mounts

NAME = "three-walls"  # a group is called NAME-<PID of its owner>-<number>-<its PID namespace>
REST = "processes"  # where those go who stand in the way; see _step_aside
WITHOUT_CONTROLLER = {"freezer", "cpuacct"}  # what version 2 does for every group
PERIOD = 100_000  # microseconds for which a share of CPU time is reckoned

_numbers = itertools.count(1)


class Tree(NamedTuple):
    """One mounted tree of control groups. Source: cgroups(7)."""

    filesystem: str  # "cgroup" (version 1) or "cgroup2"
    controllers: list[str]  # "cpu", "memory" ...
    root: Path  # where it is mounted
    shown: str  # which group is seen there: "/", or in some containers their own


def trees() -> list[Tree]:
    """The mounted trees. Source: /proc/PID/mountinfo, proc(5)."""
    found = []
    for mount in mounts():
        root = Path(mount.point)
        if mount.filesystem == "cgroup2":
            controllers = (root / "cgroup.controllers").read_text().split()
            found.append(Tree(mount.filesystem, controllers, root, mount.root))
        elif mount.filesystem == "cgroup":
            controllers = mount.super_options.split(",")
            found.append(Tree(mount.filesystem, controllers, root, mount.root))
    return found


def paths(process: int | str = "self") -> dict[str, str]:
    """In which group of each tree a process is, as the caller is shown it: {"memory": "/some/one"}.

    The tree of version 2 has no name: "". Raises FileNotFoundError if there is no such process.
    Source: cgroups(7), /proc/pid/cgroup.
    """
    lines = Path(f"/proc/{process}/cgroup").read_text().splitlines()
    return {tree: path for _, tree, path in (line.split(":", 2) for line in lines)}


def groups_with(tree: Tree, name: str) -> list[Path]:
    """The groups of a tree in which there is a file called ``name``."""
    return [Path(folder) for folder, _, files in os.walk(tree.root) if name in files]


class Group:
    """A control group of one's own, with the controllers that are named; empty at first.

    In version 1 it is a folder in each controller's tree, in version 2 one folder, made where
    this process may make one. At the end of the ``with`` block all processes in it are killed
    and it is removed. If its owner is killed before that, ``sweep`` removes it later.

    Raises OSError: FileNotFoundError if a controller is in no mounted tree, PermissionError if
    this user may make no group there.
    """

    def __init__(self, *controllers: str) -> None:
        for note in sweep():
            print(note, file=sys.stderr)
        if "cpu" in controllers:
            controllers += ("cpuacct",)  # version 1 counts CPU time in a tree of its own
        name = f"{NAME}-{os.getpid()}-{next(_numbers)}-{_pid_namespace()}"
        self._guardian: tuple[int, int] | None = None
        self.folders: dict[str, Path] = {}  # by controller
        self.version: dict[str, int] = {}
        try:
            for tree, here in _divide(controllers):
                folder = _parent(tree, here) / name
                folder.mkdir(exist_ok=True)  # two controllers of version 1 may share a tree
                for controller in here:
                    self.folders[controller] = folder
                    self.version[controller] = 2 if tree.filesystem == "cgroup2" else 1
        except OSError:
            _remove(self._unique())
            raise

    def __enter__(self) -> "Group":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        inside = [Path(f) for group in self._unique() for f, _, _ in os.walk(group, topdown=False)]
        _kill(inside)
        _remove(inside)
        if self._guardian:
            guardian, pipe = self._guardian
            os.close(pipe)
            os.waitpid(guardian, 0)

    # --8<-- [start:add]
    def add(self, process: int = 0) -> None:
        """Move a process into the group, the calling one if none is named.

        Its children, from now on, begin in the group too; those it has already stay where they are.
        Source: cgroups(7), Creating cgroups and moving processes.
        """
        for folder in self._unique():
            write(folder / "cgroup.procs", process)

    def processes(self) -> list[int]:
        """The PIDs of the processes in the group."""
        return _processes(self._unique()[0])

    # --8<-- [end:add]

    def add_starter(self) -> None:
        """Move the calling process in, to start containers there.

        Their groups will be inside its own in version 1 and beside it in version 2. So in version 2
        it gets a group of its own within this one.
        """
        for controller, folder in self.folders.items():
            if self.version[controller] == 2:
                folder /= "starter"
                folder.mkdir(exist_ok=True)
            write(folder / "cgroup.procs", 0)

    def weigh_cpu(self, weight: int) -> None:
        """Say how much of a CPU the group gets where it competes with others; 100 is usual."""
        if self.version["cpu"] == 2:
            self._write("cpu", "cpu.weight", weight)
        else:
            self._write("cpu", "cpu.shares", weight * 1024 // 100)

    # --8<-- [start:limit-cpu]
    def limit_cpu(self, cpus: float | None) -> None:
        """Let the group have this much CPU time together: 0.5 is half a CPU. None: no limit.

        Reckoned for each 100 ms; who has had it all waits for the next 100 ms.
        """
        quota = round(cpus * PERIOD) if cpus is not None else None
        if self.version["cpu"] == 2:
            self._write("cpu", "cpu.max", f"{quota or 'max'} {PERIOD}")
        else:
            self._write("cpu", "cpu.cfs_period_us", PERIOD)
            self._write("cpu", "cpu.cfs_quota_us", quota or -1)
        # --8<-- [end:limit-cpu]

    # --8<-- [start:limit-memory]
    def limit_memory(self, size: int) -> None:
        """Let the group's processes have ``size`` bytes of memory together, and no swap."""
        if self.version["memory"] == 2:
            self._write("memory", "memory.max", size)
            swap, allowed = "memory.swap.max", 0
        else:
            with suppress(FileNotFoundError):  # it must not be below the other
                self._write("memory", "memory.memsw.limit_in_bytes", -1)
            self._write("memory", "memory.limit_in_bytes", size)
            swap, allowed = "memory.memsw.limit_in_bytes", size  # memory and swap together
        if (self.folders["memory"] / swap).exists():
            self._write("memory", swap, allowed)
        elif len(Path("/proc/swaps").read_text().splitlines()) > 1:
            raise OSError(errno.ENOTSUP, "the kernel does not count swap: boot it with swapaccount")
        # --8<-- [end:limit-memory]

    def limit_processes(self, count: int) -> None:
        """Let the group have so many processes (each thread counts, and each zombie)."""
        self._write("pids", "pids.max", count)

    def cpu_time(self) -> float:
        """CPU time that the group has used since it was made, in seconds."""
        if self.version["cpu"] == 2:
            return self._count("cpu", "cpu.stat", "usage_usec") / 1e6
        return int(self._read("cpuacct", "cpuacct.usage")) / 1e9

    def memory(self) -> int:
        """Memory that the group has now, in bytes."""
        v1_or_v2 = {1: "memory.usage_in_bytes", 2: "memory.current"}
        return int(self._read("memory", v1_or_v2[self.version["memory"]]))

    def throttled(self) -> int:
        """In how many periods the group had used up its quota of CPU time."""
        return self._count("cpu", "cpu.stat", "nr_throttled")

    def killed_for_memory(self) -> int:
        """How many processes of the group the kernel has killed because there was no more."""
        v1_or_v2 = {1: "memory.oom_control", 2: "memory.events"}
        return self._count("memory", v1_or_v2[self.version["memory"]], "oom_kill")

    def refused_forks(self) -> int:
        """How many forks met the limit of processes."""
        return self._count("pids", "pids.events", "max")

    def freeze(self) -> None:
        """Stop all processes of the group; returns when they have stopped."""
        if self.version["freezer"] == 1 and not self._guardian:
            self._guardian = _thaw_after_us(self.folders["freezer"])
        _freeze(self.folders["freezer"], True)

    def thaw(self) -> None:
        """Let them go on."""
        _freeze(self.folders["freezer"], False)

    def kill(self) -> None:
        """Kill all processes of the group, frozen or not; returns when none is left in it."""
        _kill(self._unique())

    def _unique(self) -> list[Path]:
        return list(dict.fromkeys(self.folders.values()))

    def _read(self, controller: str, file: str) -> str:
        return (self.folders[controller] / file).read_text()

    def _count(self, controller: str, file: str, name: str) -> int:
        """The number behind a name, in a file that has one such pair a line."""
        return int(dict(line.split() for line in self._read(controller, file).splitlines())[name])

    def _write(self, controller: str, file: str, value: object) -> None:
        write(self.folders[controller] / file, value)


def write(file: Path, value: object) -> None:
    """Write one value into a file of a group, in one system call.

    Raises OSError, which names the file: EINVAL, EBUSY, EACCES ...
    """
    descriptor = os.open(file, os.O_WRONLY)
    try:
        os.write(descriptor, str(value).encode())
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from None
    finally:
        os.close(descriptor)


def sweep() -> list[str]:
    """Kill and remove the groups whose owner is dead, and the groups in them; one line for each.

    Those of other users are left to them.
    """
    left = [
        Path(folder, name)
        for tree in trees()
        for folder, names, _ in os.walk(tree.root)
        for name in names
        if (owner := re.fullmatch(rf"{NAME}-(\d+)-\d+(?:-(\d+))?", name))
        and owner[2] in (None, _pid_namespace())  # of others we can't see who lives
        and not Path("/proc", owner[1]).exists()
        and os.access(folder, os.W_OK)
    ]
    inside = [Path(f) for group in left for f, _, _ in os.walk(group, topdown=False)]
    how = "swept {}, left by a program that was killed"
    try:
        _kill(inside)
        _remove(inside)
    except FileNotFoundError:
        pass  # somebody else sweeps too
    except OSError as error:
        how = f"can't sweep {{}}, left by a program that was killed: {error.strerror}"
    return [how.format(group) for group in left]


def _divide(controllers: Iterable[str]) -> Iterator[tuple[Tree, list[str]]]:
    """The tree that each controller is in, and those it is asked for. Prefers version 2."""
    wanted = dict.fromkeys(controllers)
    mounted = trees()
    old = {name for tree in mounted for name in tree.controllers}
    for tree in sorted(mounted, key=lambda tree: tree.filesystem, reverse=True):
        has = set(tree.controllers)
        if tree.filesystem == "cgroup2":
            has |= WITHOUT_CONTROLLER - old
        here = [name for name in wanted if name in has]
        for name in here:
            del wanted[name]
        if here:
            yield tree, here
    if wanted:
        names = ", ".join(wanted)
        raise FileNotFoundError(errno.ENOENT, f"no mounted tree of control groups has {names}")


def _parent(tree: Tree, controllers: list[str]) -> Path:
    """Where in a tree this process may make a group that has the controllers."""
    if tree.filesystem == "cgroup":
        if os.access(tree.root, os.W_OK):
            return tree.root
        raise PermissionError(errno.EACCES, "in version 1 only root may make groups")
    needed = set(controllers) - WITHOUT_CONTROLLER
    is_first = not (tree.root / "cgroup.type").exists()  # of all groups only the root lacks it
    if is_first and os.access(tree.root, os.W_OK):
        if not any(f.is_dir() and not f.name.startswith(NAME) for f in tree.root.iterdir()):
            _turn_on(tree.root, needed)  # else it would change how the machine's groups share
        if needed <= _turned_on(tree.root):
            return tree.root
    own = _own(tree)
    above = [folder for folder in own.parents if folder.is_relative_to(tree.root)]
    for folder in (own, *above):
        if os.access(folder / "cgroup.procs", os.W_OK) and needed <= _turned_on(folder):
            return folder
    has = _words(own / "cgroup.controllers")
    if os.access(own / "cgroup.procs", os.W_OK) and needed <= has and _handed_over(own):
        _step_aside(own)
        _turn_on(own, needed)
        return own
    raise PermissionError(errno.EACCES, "no group was handed to this user")


def _handed_over(folder: Path) -> bool:
    """Whether a group (version 2) was given away with all that is in it; systemd marks those.

    An ordinary user may write nowhere else. Source: systemd, Control Group APIs and Delegation.
    """
    try:
        return os.geteuid() != 0 or os.getxattr(folder, "trusted.delegate") == b"1"
    except OSError:
        return False


def _pid_namespace() -> str:
    return str(os.stat("/proc/self/ns/pid").st_ino)


def _own(tree: Tree) -> Path:
    """The group of a tree of version 2 that this process is in, or was before it stepped aside."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        if line.startswith("0::" + tree.shown):
            own = tree.root / line.removeprefix("0::" + tree.shown).lstrip("/")
            if own.exists():
                return own.parent if own.name == REST else own
    return tree.root


def _words(file: Path) -> set[str]:
    return set(file.read_text().split())


def _turned_on(folder: Path) -> set[str]:
    """The controllers that groups in this one (version 2) have."""
    return _words(folder / "cgroup.subtree_control")


def _turn_on(folder: Path, controllers: set[str]) -> None:
    """Let the groups in this one (version 2) have the controllers."""
    if missing := controllers - _turned_on(folder):
        write(folder / "cgroup.subtree_control", " ".join(f"+{name}" for name in sorted(missing)))


def _step_aside(folder: Path) -> None:
    """Move the processes of a group (version 2) into a new group in it, called ``REST``.

    A group whose children have limits can't have processes itself. The new one stays: we are in
    it. Source: Documentation/admin-guide/cgroup-v2, No Internal Process Constraint.
    """
    rest = folder / REST
    rest.mkdir(exist_ok=True)
    while processes := _processes(folder):
        for process in processes:
            with suppress(ProcessLookupError):  # it has ended
                write(rest / "cgroup.procs", process)


def _processes(folder: Path) -> list[int]:
    return [int(line) for line in (folder / "cgroup.procs").read_text().split()]


def _freeze(folder: Path, on: bool) -> None:
    """Freeze or thaw a group of either version; waits for it. Source: freezer-subsystem."""
    if (folder / "cgroup.freeze").exists():
        write(folder / "cgroup.freeze", int(on))
        done = folder / "cgroup.events", f"frozen {int(on)}\n"
    else:
        write(folder / "freezer.state", "FROZEN" if on else "THAWED")
        done = folder / "freezer.state", "FROZEN\n" if on else "THAWED\n"
    file, text = done
    _wait(lambda: text in file.read_text(), f"{folder} does not freeze or thaw")


def _thaw_after_us(folder: Path) -> tuple[int, int]:
    """A process that thaws a group of version 1 when we end: frozen, nobody in it could die.

    Returns its PID, and a pipe that we must keep open until then.
    """
    reading, writing = os.pipe()
    guardian = os.fork()
    if guardian == 0:
        os.setsid()  # what is sent to our process group does not reach it
        os.close(writing)
        os.read(reading, 1)  # until no one has the other end
        with suppress(OSError):
            _freeze(folder, False)
        os._exit(0)
    os.close(reading)
    return guardian, writing


def _kill(folders: list[Path]) -> None:
    """SIGKILL to all in the folders, until nobody is left."""

    def empty() -> bool:
        for folder in folders:
            if processes := _processes(folder):
                if (folder / "cgroup.kill").exists():  # since Linux 5.14
                    write(folder / "cgroup.kill", 1)
                    continue  # their numbers may soon be others'
                for process in processes:
                    with suppress(ProcessLookupError):
                        os.kill(process, signal.SIGKILL) if process else None
        for folder in folders:
            if (folder / "freezer.state").exists():  # there a frozen process can't even die
                _freeze(folder, False)
        return not any(_processes(folder) for folder in folders)

    _wait(empty, f"processes in {folders} can't be killed")


def _wait(done: Callable[[], bool], otherwise: str) -> None:
    """Ask again and again; raises TimeoutError after 5 seconds."""
    end = time.monotonic() + 5
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(errno.ETIMEDOUT, otherwise)
        time.sleep(0.001)


def _remove(folders: list[Path]) -> None:
    for folder in folders:
        _wait(partial(_rmdir, folder), f"{folder} can't be removed")


def _rmdir(folder: Path) -> bool:
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError as error:
        if error.errno == errno.EBUSY:  # a process in it is not quite dead yet
            return False
        raise
    return True
