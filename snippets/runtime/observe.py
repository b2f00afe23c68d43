"""What the kernel says about a process in a container: everything a container can differ in.

Read from outside, in /proc/PID, so that the same eyes look at every container. Left out is only
what differs between two runs of one container: numbers of processes and namespaces, counters,
times and memory use. Source: proc(5), namespaces(7).
"""

import os
import signal
import socket
import stat
from pathlib import Path

from snippets.linux.children import in_child
from snippets.linux.mounts import mounts
from snippets.linux.namespaces import CLONE_NEWUTS, join

# Of /proc/PID/status: who it is, what it may do, how it takes signals. The rest counts or measures.
STATUS = (
    "Name Umask Uid Gid Groups Kthread Threads SigPnd ShdPnd SigBlk SigIgn SigCgt CapInh CapPrm "
    "CapEff CapBnd CapAmb NoNewPrivs Seccomp Seccomp_filters Speculation_Store_Bypass "
    "SpeculationIndirectBranch Cpus_allowed_list Mems_allowed_list TracerPid THP_enabled "
    "CoreDumping"
)
FILES = (
    "cgroup cmdline environ limits oom_score_adj uid_map gid_map setgroups coredump_filter "
    "personality loginuid sessionid timens_offsets autogroup cpuset"
)
# Of the process's control groups: what limits it. What does not exist is left out.
LIMITS = (
    "devices.list memory.limit_in_bytes memory.memsw.limit_in_bytes memory.soft_limit_in_bytes "
    "memory.max memory.swap.max memory.low pids.max cpu.max cpu.cfs_quota_us cpu.cfs_period_us "
    "cpu.shares cpu.weight cpuset.cpus cpuset.mems freezer.state"
)


def observe(pid: int, words: dict[str, str]) -> dict[str, str]:
    """The state of a process: for each field its value, in the order of this file.

    words: names that belong to one container only, each with the word to put in its place.
    Raises FileNotFoundError, PermissionError.
    """
    seen: dict[str, str] = {}
    seen |= _namespaces(pid)
    seen |= _status(pid)
    seen |= _files(pid)
    seen |= _mounts(pid)
    seen |= _limits(pid)
    seen |= _keyring(words)
    for link in ("root", "cwd", "exe"):
        seen[link] = os.readlink(f"/proc/{pid}/{link}")
    for fd in sorted(os.listdir(f"/proc/{pid}/fd"), key=int):
        seen[f"fd {fd}"] = os.readlink(f"/proc/{pid}/fd/{fd}").partition(":")[0]
    seen["host name"] = in_child(_host_name, pid)
    seen["net/dev"] = " ".join(_interfaces(pid))
    seen["lo flags"] = _flags_of_lo(pid)
    for path, what in _tree(Path(f"/proc/{pid}/root/dev")):
        seen[f"/dev{path}"] = what
    return {_replaced(field, words): _replaced(value, words) for field, value in seen.items()}


def differences(one: dict[str, str], other: dict[str, str]) -> list[tuple[str, str, str]]:
    """The fields in which two states differ, with both values; "-" where there is none."""
    fields = dict.fromkeys([*one, *other])
    pairs = [(field, one.get(field, "-"), other.get(field, "-")) for field in fields]
    return [row for row in pairs if row[1] != row[2]]


def _namespaces(pid: int) -> dict[str, str]:
    kinds = sorted(os.listdir("/proc/self/ns"))
    own = {kind: os.readlink(f"/proc/{pid}/ns/{kind}") for kind in kinds}
    ours = {kind: os.readlink(f"/proc/self/ns/{kind}") for kind in kinds}
    return {f"ns/{k}": "the host's" if own[k] == ours[k] else "its own" for k in kinds}


def _status(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    status = dict(line.split(":", 1) for line in lines)
    seen = {f"status {name}": status[name].strip() for name in STATUS.split() if name in status}
    # Go sends SIGURG to its own threads; one that runc gets just before exec stays pending.
    for name in ("SigPnd", "ShdPnd"):
        pending = int(status[name], 16) & ~(1 << signal.SIGURG - 1)
        seen[f"status {name}"] = f"{pending:016x}"
    for name in ("NSpid", "NSpgid", "NSsid"):  # the first number is the host's
        seen[f"status {name}"] = " ".join(["*", *status[name].split()[1:]])
    return seen


def _files(pid: int) -> dict[str, str]:
    seen = {}
    for name in FILES.split():
        try:
            text = Path(f"/proc/{pid}/{name}").read_text()
        except OSError:
            continue
        parts = [part for part in text.replace("\0", "\n").split("\n") if part]
        if len(parts) <= 1 or name == "environ" or name == "cmdline":
            seen[name] = " | ".join(parts)
        else:
            for part in parts:
                key = part.split(":")[1] if name == "cgroup" else part[:26].strip()
                seen[f"{name} {key}"] = part
    if "autogroup" in seen:
        seen["autogroup"] = seen["autogroup"].rpartition("nice")[2].strip()
    return seen


def _mounts(pid: int) -> dict[str, str]:
    """For each mount: its place in the order, what it hangs in, and all that mountinfo says."""
    table = mounts(pid)
    points = {mount.id: mount.point for mount in table}
    seen: dict[str, str] = {}
    for place, mount in enumerate(table):
        above = points.get(mount.parent, "nothing")
        text = (
            f"{place} in {above}: {mount.filesystem} {mount.source} {mount.root} "
            f"{','.join(sorted(mount.options))} {mount.super_options} "
            f"{' '.join(tag.partition(':')[0] for tag in mount.propagation)}"
        )
        key = f"mount {mount.point}"
        while key in seen:  # one over the other
            key += " above it"
        seen[key] = text.strip()
    return seen


def _limits(pid: int) -> dict[str, str]:
    seen = {}
    paths = {}
    for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        paths[frozenset(controllers.split(","))] = path
    for mount in mounts():
        if mount.filesystem not in ("cgroup", "cgroup2"):
            continue
        names = set(mount.super_options.split(",")) if mount.filesystem == "cgroup" else {""}
        for group, path in paths.items():
            if group & names:
                folder = Path(mount.point) / os.path.relpath(path, mount.root)
                for name in LIMITS.split():
                    if (folder / name).is_file() and os.access(folder / name, os.R_OK):
                        lines = sorted((folder / name).read_text().splitlines())  # of devices
                        seen[f"group {name}"] = "; ".join(line for line in lines if line)
    return seen


def _keyring(words: dict[str, str]) -> dict[str, str]:
    """Session keyrings are named after their container; whoever may not see it, sees none."""
    try:
        lines = Path("/proc/keys").read_text().splitlines()
    except OSError:
        return {}
    for line in lines:
        fields = line.split()
        if any(f"_ses.{word}:" in fields for word in words):
            uid, gid = fields[5:7]
            return {"keyring": f"permissions {fields[4]}, user {uid}, group {gid}"}
    return {"keyring": "none of its own"}


def _interfaces(pid: int) -> list[str]:
    lines = Path(f"/proc/{pid}/net/dev").read_text().splitlines()[2:]
    return sorted(line.partition(":")[0].strip() for line in lines)


def _host_name(pid: int) -> str:
    join(pid, CLONE_NEWUTS)
    return socket.gethostname()


def _flags_of_lo(pid: int) -> str:
    """0x8: down, 0x9: up. A /sys belongs to the network namespace it was mounted in."""
    try:
        return Path(f"/proc/{pid}/root/sys/class/net/lo/flags").read_text().strip()
    except OSError:
        return "not shown"


def _tree(folder: Path, below: str = "") -> list[tuple[str, str]]:
    """What is in a directory, and below: kind, permissions, owner, and where it leads."""
    found = []
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        status = entry.stat(follow_symlinks=False)
        what = f"{stat.filemode(status.st_mode)} {status.st_uid}:{status.st_gid}"
        if entry.is_symlink():
            what += f" -> {os.readlink(entry.path)}"
        elif status.st_rdev:
            what += f" device {os.major(status.st_rdev)}:{os.minor(status.st_rdev)}"
        found.append((f"{below}/{entry.name}", what))
        if entry.is_dir(follow_symlinks=False):
            found += _tree(Path(entry.path), f"{below}/{entry.name}")
    return found


def _replaced(text: str, words: dict[str, str]) -> str:
    for word, instead in words.items():
        text = text.replace(word, instead)
    return text
