"""What a proof must not change: the host, as seen before and after."""

import os
from pathlib import Path

# Sysctls that the kernel changes by itself.
RESTLESS = {
    "kernel/ns_last_pid", "kernel/random/boot_id", "kernel/random/entropy_avail",
    "kernel/random/uuid", "kernel/pty/nr", "kernel/perf_event_max_sample_rate",
    "vm/stat_refresh", "kernel/tainted",
}  # fmt: skip

State = dict[str, set[str]]


def state() -> State:
    """Everything host-wide that a program could leave changed, by kind."""
    return {
        "mount": _lines("/proc/self/mountinfo"),
        "file in /dev/shm": _names("/dev/shm"),
        "POSIX message queue": _names("/dev/mqueue"),
        "System V shared memory": _rows("/proc/sysvipc/shm"),
        "System V semaphores": _rows("/proc/sysvipc/sem"),
        "System V message queue": _rows("/proc/sysvipc/msg"),
        "network device": _names("/sys/class/net"),
        "route": _lines("/proc/net/route"),
        "cgroup": _cgroups(),
        "sysctl": _sysctls(),
    }


def changes(before: State, after: State) -> list[str]:
    """One line for each thing that came, went or changed between two states."""
    found = []
    for kind in before:
        found += [f"new {kind}: {it}" for it in sorted(after[kind] - before[kind])]
        if kind != "cgroup":  # that one is gone means that somebody has swept
            found += [f"gone {kind}: {it}" for it in sorted(before[kind] - after[kind])]
    return found


def _lines(path: str) -> set[str]:
    try:
        return set(Path(path).read_text().splitlines())
    except OSError:
        return set()


def _names(path: str) -> set[str]:
    try:
        return set(os.listdir(path))
    except OSError:
        return set()


def _rows(path: str) -> set[str]:
    """Key and id of each object, sysvipc(7); the other columns change with use."""
    return {" ".join(line.split()[:2]) for line in _lines(path)}


def _cgroups() -> set[str]:
    """Groups that bear our programs' name, ``three-walls-<pid>-…``, and whose maker is gone.

    Those of a program that still runs are its own business, here or in another run of the tests.
    """
    return {
        folder
        for folder, _, _ in os.walk("/sys/fs/cgroup")
        if (name := os.path.basename(folder)).startswith("three-walls-")
        and not os.path.exists(f"/proc/{name.split('-')[2]}")
    }


def _sysctls() -> set[str]:
    found = set()
    top = Path("/proc/sys")
    for part in ("kernel", "net", "user", "vm"):
        for folder, _, names in os.walk(top / part):
            for name in names:
                path = Path(folder, name)
                key = str(path.relative_to(top))
                if key not in RESTLESS and name != "max_newidle_lb_cost":  # one for each CPU
                    found |= {f"{key} = {line}" for line in _lines(str(path))}
    return found
