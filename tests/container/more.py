"""A bundle that asks for all that the container has beyond the default and that leaves a trace."""

import json
import os
from pathlib import Path

from snippets.runtime import observe, parity

MOUNTS = [
    {
        "destination": "/tmp",
        "type": "tmpfs",
        "source": "scratch",
        "options": ["nosymfollow", "lazytime", "size=1m", "mode=700"],
    },
    {"destination": "/all", "source": "/dev", "options": ["rbind", "rro", "rnoexec", "rnosuid"]},
    {"destination": "/few", "source": "rootfs/bin", "options": ["bind", "ro", "nodev"]},
]
LIMITS = {
    "memory": {"limit": 64 << 20, "swap": 80 << 20, "reservation": 32 << 20},
    "cpu": {"quota": 50000, "period": 200000, "shares": 512},
    "pids": {"limit": 20},
}
DEVICE = {"path": "/dev/three", "type": "c", "major": 1, "minor": 3, "fileMode": 0o640}
RULES = [
    {"allow": True, "type": "c", "major": 10, "minor": 229, "access": "rw"},
    {"allow": False, "type": "c", "major": 10, "minor": 200, "access": "m"},
]


def differences(folder: Path, limits: bool) -> list[tuple[str, str, str]]:
    """What the kernel shows differently of the bundle run by runc and by this container.

    folder: to make it in. limits: whether this user may make control groups.
    """
    bundle = make_bundle(folder, limits)
    with parity.by_runc(bundle) as theirs, parity.by_us(bundle) as ours:
        pass
    return observe.differences(theirs, ours)


def make_bundle(folder: Path, limits: bool) -> Path:
    bundle = parity.make_bundle(folder)
    for name in ("all", "few"):
        (bundle / "rootfs" / name).mkdir()
    asked = json.loads((bundle / "config.json").read_text())
    process, linux = asked["process"], asked["linux"]
    process |= {"oomScoreAdj": 300, "cwd": "/tmp", "noNewPrivileges": False}
    process["env"].append("MORE=yes")
    process["user"]["umask"] = 0o77
    process["rlimits"].append({"type": "RLIMIT_FSIZE", "soft": 1 << 20, "hard": 1 << 21})
    process["capabilities"]["inheritable"] = ["CAP_KILL"]
    process["capabilities"]["bounding"] = ["CAP_KILL", "CAP_CHOWN"]
    process["capabilities"]["permitted"] = process["capabilities"]["effective"] = ["CAP_KILL"]
    asked["hostname"] = "more"
    asked["root"]["readonly"] = False
    asked["mounts"] += MOUNTS
    linux["maskedPaths"].append("/proc/uptime")
    linux["readonlyPaths"].append("/all/shm")
    if limits:
        linux["resources"] = linux.get("resources", {}) | LIMITS
    if os.geteuid() == 0:
        process["user"] |= {"uid": 1234, "gid": 99, "additionalGids": [7, 5]}
        linux["devices"] = [DEVICE | {"uid": 1234, "gid": 5}]
        linux["resources"]["cpu"] |= {"cpus": "0", "mems": "0"}
        linux["resources"]["devices"] += RULES
    (bundle / "config.json").write_text(json.dumps(asked))
    return bundle
