"""The container's control groups: made, limited, removed, and swept where nobody else did.

A group is a directory, and nobody's process: unlike all else that makes a container it does not go
by itself. The container gets one group in each tree of groups that is mounted and may be written,
in the same place as runc's. Source: cgroups(7); Documentation/admin-guide/cgroup-v2.
"""

import os
import time

from snippets.runtime import kernel
from snippets.runtime.kernel import SIGKILL

PREFIX = "three-walls-"

# What runc lets every container use, whatever the specification denies.
NUMBERS = ((1, 3), (1, 5), (1, 7), (1, 8), (1, 9), (5, 0), (5, 2), (10, 200))
DENY: dict = {"allow": False}
ALWAYS_ALLOWED: list[dict] = [
    *({"allow": True, "type": kind, "access": "m"} for kind in ("b", "c")),
    *({"allow": True, "type": "c", "major": major, "minor": minor} for major, minor in NUMBERS),
    {"allow": True, "type": "c", "major": 136},
]


class Tree:
    """One mounted tree of control groups, and where in it this process is."""

    def __init__(self, kind: str, point: str, controllers: list[str], own: str) -> None:
        self.kind = kind  # "cgroup" (version 1) or "cgroup2"
        self.point = point  # where it is mounted
        self.controllers = controllers  # of version 1: "cpu", "name=systemd" ...
        self.own = own  # the directory that is this process's group
        self.base = own  # the directory that new groups are made in


def trees() -> list[Tree]:
    """The trees, in the order in which they were mounted. Source: proc(5), mountinfo, cgroup."""
    with open("/proc/self/cgroup") as file:
        paths = {c: path for _, c, path in (line.rstrip("\n").split(":", 2) for line in file)}
    found: dict[str, Tree] = {}
    with open("/proc/self/mountinfo") as file:
        for line in file:
            if " - cgroup" not in line:
                continue
            mount, _, rest = line.partition(" - ")
            kind, _, options = rest.split()
            names = [] if kind == "cgroup2" else [o for o in options.split(",") if o != "rw"]
            group = next((g for g in paths if set(g.split(",")) & set(names or [""])), None)
            if group is None or group in found:
                continue
            root, point = mount.split()[3:5]
            below = paths[group] if root == "/" else os.path.relpath(paths[group], root)
            own = os.path.normpath(f"{point}/{below}")
            found[group] = Tree(kind, point, names, own)
    all_trees = list(found.values())
    if unified(all_trees) and _is_ours(os.path.dirname(all_trees[0].own)):
        all_trees[0].base = os.path.dirname(all_trees[0].own)
    return all_trees


def _is_ours(folder: str) -> bool:
    """Whether this user may make a group there, beside its own, and move into it.

    Version 2 gives controllers only to groups whose parent has no processes; that the own group
    has. The root of the tree is an exception. Source: cgroups(7), "no internal processes" rule.
    """
    return all(os.access(f"{folder}{file}", os.W_OK) for file in ("", "/cgroup.procs"))


def unified(all_trees: list[Tree]) -> bool:
    """Whether all groups of this machine are of version 2."""
    return [tree.point for tree in all_trees if tree.kind == "cgroup2"] == ["/sys/fs/cgroup"]


class Groups:
    """The groups of one container, one of the same name in each tree; also a context manager."""

    def __init__(self, all_trees: list[Tree], name: str) -> None:
        self.name = name
        self.folders = [(tree, f"{tree.base}/{name}") for tree in all_trees]
        self.made: list[tuple[Tree, str]] = []
        self.born_in = ""  # the group in which the container's process began
        self.joined: list[str] = []  # all groups that it is in

    def make(self) -> None:
        """Make them where this user may: root everywhere, others in what was delegated to them."""
        for tree, folder in self.folders:
            if not _make(folder):
                continue
            self.made.append((tree, folder))
            if "cpuset" in tree.controllers:  # version 1 begins with no CPU and no memory at all
                for file in ("cpuset.cpus", "cpuset.mems"):
                    _write(f"{folder}/{file}", _read(f"{tree.own}/{file}"))

    def clone(self, flags: int) -> tuple[int, int]:
        """``kernel.clone``, into the group of version 2 if there is one that this user may use.

        To move a process there later the kernel would have to stop all others for a moment.
        """
        for tree, folder in self.folders:
            if tree.kind == "cgroup2" and _make(folder):
                self.born_in = folder
                group = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
                try:
                    return kernel.clone(flags, group)
                except OSError:  # not for processes, or not this user's: ``join`` will say so
                    self.born_in = ""
                finally:
                    os.close(group)
        return kernel.clone(flags)

    def possible(self) -> bool:
        """Whether this user may make any of them."""
        return any(os.access(tree.base, os.W_OK) for tree, _ in self.folders)

    def join(self) -> None:
        """Move this process in, and with it all its future children. Raises PermissionError.

        Version 1 lets a thread move itself, by "tasks", without stopping anybody.
        """
        for tree, folder in self.folders:
            if folder != self.born_in:
                try:
                    _write(f"{folder}/{'tasks' if tree.kind == 'cgroup' else 'cgroup.procs'}", "0")
                except FileNotFoundError:  # this user could make none in this tree
                    continue
            self.joined.append(folder)

    def limit(self, resources: dict) -> None:
        """Set what ``linux.resources`` asks for; 0 asks for nothing, as of runc.

        Raises OSError; ENOENT if there is no group that could be limited so.
        """
        memory, cpu = resources.get("memory", {}), resources.get("cpu", {})
        limit, swap = memory.get("limit", 0), memory.get("swap", 0)
        self._set("memory", "memory.max", "memory.limit_in_bytes", limit)
        # Version 1 limits memory and swap together, as the specification does, version 2 swap alone
        alone = swap if swap < 0 else swap - limit
        self._set("memory", "memory.swap.max", "memory.memsw.limit_in_bytes", swap, alone)
        soft = memory.get("reservation", 0)
        self._set("memory", "memory.low", "memory.soft_limit_in_bytes", soft)
        self._set("pids", "pids.max", "pids.max", resources.get("pids", {}).get("limit", 0))
        quota, period = cpu.get("quota", 0), cpu.get("period", 0)
        self._set("cpu", "", "cpu.cfs_period_us", period)
        self._set("cpu", "", "cpu.cfs_quota_us", quota)
        if quota or period:
            self._set("cpu", "cpu.max", "", f"{quota if quota > 0 else 'max'} {period or 100_000}")
        shares = cpu.get("shares", 0)  # from 2 to 2 ** 18; a weight is from 1 to 10,000
        self._set("cpu", "cpu.weight", "cpu.shares", shares, 1 + (shares - 2) * 9999 // 262142)
        self._set("cpuset", "cpuset.cpus", "cpuset.cpus", cpu.get("cpus", ""))
        self._set("cpuset", "cpuset.mems", "cpuset.mems", cpu.get("mems", ""))
        self._limit_devices(resources.get("devices", []))

    def _set(
        self, controller: str, name2: str, name1: str, value: int | str, value2: int | str = ""
    ) -> None:
        """Write a value, unless it is 0 or "", to the file of that name in version 2 or 1.

        A name of "" is for a version that has no such file. value2: for version 2, if it differs.
        """
        if not value:
            return
        tree, folder = self._folder(controller)
        if tree.kind == "cgroup2" and value2 != "":
            value = value2
        name = name2 if tree.kind == "cgroup2" else name1
        none = "-1" if tree.kind == "cgroup" and controller != "pids" else "max"
        if name:
            try:
                _write(
                    f"{folder}/{name}", none if isinstance(value, int) and value < 0 else str(value)
                )
            except OSError as error:
                raise OSError(error.errno, f"{name}: {error.strerror}") from error

    def _folder(self, controller: str) -> tuple[Tree, str]:
        """The group that has a controller, which is handed down to it if need be."""
        for tree, folder in self.made:
            if controller in tree.controllers:
                return tree, folder
            if tree.kind == "cgroup2" and _has(tree.point, "controllers", controller):
                _hand_down(controller, tree.base, tree.point)
                return tree, folder
        raise FileNotFoundError(2, f"no control group of ours has the controller '{controller}'")

    def _limit_devices(self, rules: list[dict]) -> None:
        """As by runc: what no rule allows is refused, even if there is no rule at all."""
        rules = [DENY, *rules, *ALWAYS_ALLOWED]
        by_file = [folder for tree, folder in self.made if "devices" in tree.controllers]
        by_program = [folder for tree, folder in self.made if tree.kind == "cgroup2"]
        for folder in by_file:
            for rule in rules:
                _write(f"{folder}/devices.{'allow' if rule['allow'] else 'deny'}", _line(rule))
        for folder in [] if by_file else by_program:
            from snippets.runtime import device_rules

            try:
                device_rules.limit(folder, rules)
            except PermissionError:  # who may not load it can't make devices either
                if kernel.is_machines_root():
                    raise

    def shown(self, tree: Tree) -> str:
        """What the container shall see of a tree: its own group, or the starter's."""
        folder = f"{tree.base}/{self.name}"
        return folder if folder in self.joined else tree.own

    def remove(self) -> None:
        remove([folder for _, folder in self.folders])


def _line(rule: dict) -> str:
    """A rule for a file of version 1: b, c or a, major:minor, access. Source: cgroup-v1/devices."""
    if (kind := rule.get("type", "a")) == "a":
        return "a"
    numbers = [str(rule.get(name, -1)).replace("-1", "*") for name in ("major", "minor")]
    return f"{kind} {':'.join(numbers)} {rule.get('access', 'rwm')}"


def _has(folder: str, file: str, controller: str) -> bool:
    return controller in _read(f"{folder}/cgroup.{file}").split()


def _hand_down(controller: str, folder: str, point: str) -> None:
    """Let the groups in a group of version 2 have a controller, and first the group itself.

    Raises OSError: EBUSY if there are processes in a group on the way, EACCES if it is another's.
    """
    if _has(folder, "subtree_control", controller):
        return
    if folder != point and not _has(folder, "controllers", controller):
        _hand_down(controller, os.path.dirname(folder), point)
    try:
        _write(f"{folder}/cgroup.subtree_control", f"+{controller}")
    except OSError as error:
        where = f"{folder} can't hand down the controller '{controller}'"
        raise OSError(error.errno, f"{where}: {error.strerror}") from error


def _make(folder: str) -> bool:
    try:
        os.mkdir(folder)
    except FileExistsError:  # by the monitor, just now
        pass
    except OSError:  # EACCES, EROFS: not ours
        return False
    return True


def remove(folders: list[str]) -> None:
    """Kill whoever is in these groups and remove them, within two seconds.

    Members outside this PID namespace read as 0 in cgroup.procs: kill(2) must not be told that.
    """
    deadline = time.monotonic() + 2
    while folders and time.monotonic() < deadline:
        for folder in folders:
            try:
                os.rmdir(folder)
            except FileNotFoundError:
                pass
            except OSError:  # EBUSY: somebody is in it, or dying in it
                _kill(folder)
        folders = [folder for folder in folders if os.path.isdir(folder)]
        if folders:
            time.sleep(0.001)


def _kill(folder: str) -> None:
    for inner, _, _ in os.walk(folder, topdown=False):
        try:
            for pid in _read(f"{inner}/cgroup.procs").split():
                if pid != "0":
                    os.kill(int(pid), SIGKILL)
            if inner != folder:
                os.rmdir(inner)
        except OSError:
            continue


def sweep(all_trees: list[Tree]) -> list[str]:
    """Remove groups like ours whose starter is no more; returns their names.

    That happens only if starter and monitor were killed. The starter's number is in the name; seen
    from another PID namespace it says nothing, so a group with members from outside is left alone.
    """
    left: dict[str, list[str]] = {}
    for tree in all_trees:
        for name in os.listdir(tree.base):
            if name.startswith(PREFIX):
                pid = name.removeprefix(PREFIX).partition("-")[0]
                if pid.isdigit() and not os.path.exists(f"/proc/{pid}"):
                    left.setdefault(name, []).append(f"{tree.base}/{name}")
    ours = {name: folders for name, folders in left.items() if not any(map(_elsewhere, folders))}
    for folders in ours.values():
        remove(folders)
    return sorted(ours)


def _elsewhere(folder: str) -> bool:
    """Whether a group has members outside this process's PID namespace."""
    try:
        return any("0" in _read(f"{inner}/cgroup.procs").split() for inner, _, _ in os.walk(folder))
    except OSError:
        return False


def _read(path: str) -> str:
    with open(path) as file:
        return file.read().strip()


def _write(path: str, text: str) -> None:
    """In one write(2), as these files want it."""
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)
