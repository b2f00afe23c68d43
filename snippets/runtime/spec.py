"""What is asked for: a bundle's config.json, read and checked, or the default.

The format is the OCI runtime specification's, config.md and config-linux.md. Everything is checked
before anything is made: what is wrong is one line, where and what.
"""

from __future__ import annotations

import os

from snippets.runtime.kernel import CAPABILITIES, LIMITS

TYPE_CHECKING = False  # that of typing takes longer to import than this file
if TYPE_CHECKING:
    from collections.abc import Callable


class BadSpec(Exception):
    """What is asked for makes no sense; the message is one line: where, and what is wrong."""


CANT = "this container can't do that"


class Map:
    """A JSON object with any names and strings as values."""


ID = {"containerID": int, "hostID": int, "size": int}
HOOK = {"path": str, "args": [str], "env": [str], "timeout": int}
HOOKS = (
    *("prestart", "createRuntime", "createContainer"),
    *("startContainer", "poststart", "poststop"),
)
IDS_OF_DEVICES = (("major", 2**12), ("minor", 2**20), ("fileMode", 2**32))  # makedev(3)
SETS = ("bounding", "effective", "inheritable", "permitted", "ambient")
NAMESPACES = ("pid", "network", "ipc", "uts", "mount", "user", "cgroup")

# What this container understands: the specification's names and the types of their values.
FIELDS = {
    "ociVersion": str,
    "annotations": Map,
    "hostname": str,
    "root": {"path": str, "readonly": bool},
    "process": {
        "terminal": bool,
        "consoleSize": {"height": int, "width": int},
        "user": {"uid": int, "gid": int, "umask": int, "additionalGids": [int]},
        "args": [str],
        "env": [str],
        "cwd": str,
        "capabilities": {name: [str] for name in SETS},
        "rlimits": [{"type": str, "hard": int, "soft": int}],
        "noNewPrivileges": bool,
        "oomScoreAdj": int,
    },
    "mounts": [{"destination": str, "type": str, "source": str, "options": [str]}],
    "hooks": {name: [HOOK] for name in HOOKS},
    "linux": {
        "namespaces": [{"type": str}],
        "uidMappings": [ID],
        "gidMappings": [ID],
        "devices": [
            {"type": str, "path": str, "major": int, "minor": int}
            | {"fileMode": int, "uid": int, "gid": int}
        ],
        "resources": {
            "devices": [
                {"allow": bool, "type": str, "major": int, "minor": int, "access": str},
            ],
            "memory": {"limit": int, "reservation": int, "swap": int},
            "pids": {"limit": int},
            "cpu": {"quota": int, "period": int, "shares": int, "cpus": str, "mems": str},
        },
        "maskedPaths": [str],
        "readonlyPaths": [str],
    },
}

# What may be mounted on in /proc, as runc has it: files that tell of the machine's size and use.
IN_PROC = (
    *("cpuinfo", "diskstats", "meminfo", "stat", "swaps", "uptime", "loadavg", "slabinfo"),
    *("net/dev", "sys/kernel/ns_last_pid", "sys/crypto/fips_enabled"),
)

# What the specification has, up to version 1.3, and this container has not. To leave it out could
# leave a wall or a limit out, so a bundle that asks for it is refused.
_NOT_BUILT = (
    "domainname process.apparmorProfile process.selinuxLabel process.scheduler process.ioPriority "
    "process.execCPUAffinity mounts.uidMappings mounts.gidMappings linux.namespaces.path "
    "linux.seccomp linux.sysctl linux.cgroupsPath linux.rootfsPropagation linux.mountLabel "
    "linux.intelRdt linux.personality linux.timeOffsets linux.netDevices linux.memoryPolicy "
    "linux.resources.blockIO linux.resources.hugepageLimits linux.resources.network "
    "linux.resources.rdma linux.resources.unified linux.resources.memory.kernel "
    "linux.resources.memory.kernelTCP linux.resources.memory.swappiness "
    "linux.resources.memory.disableOOMKiller linux.resources.memory.useHierarchy "
    "linux.resources.memory.checkBeforeUpdate linux.resources.cpu.burst "
    "linux.resources.cpu.realtimeRuntime linux.resources.cpu.realtimePeriod "
    "linux.resources.cpu.idle vm"
)
NOT_BUILT = _NOT_BUILT.split()

# What the specification has for other systems than Linux: it is reported, and ignored.
_ELSEWHERE = "solaris windows zos freebsd process.commandLine process.user.username"
ELSEWHERE = _ELSEWHERE.split()

NAMESPACE_NOT_BUILT = "time"
MOUNT_OPTIONS_NOT_BUILT = (  # the others are in ``mounting``
    *("idmap", "ridmap", "tmpcopyup", "rrelatime", "rnorelatime", "rnoatime", "ratime"),
    *("rstrictatime", "rnostrictatime"),
)


def own(unified: bool) -> dict:
    """The container that is made without a bundle: runc's default, for ordinary users as well.

    For them runc leaves the host's network in place. Here they too get a network namespace, which
    is theirs to mount a new /sys for.
    """
    spec, users = default(False, unified), default(True, unified)
    if os.geteuid() != 0:
        for name in ("uidMappings", "gidMappings"):
            spec["linux"][name] = users["linux"][name]
        spec["linux"]["namespaces"].append({"type": "user"})
        del spec["linux"]["resources"]
        [pts] = (m for m in spec["mounts"] if m["type"] == "devpts")
        pts["options"].remove("gid=5")  # no such group in the namespace
    return spec


def default(rootless: bool, unified: bool) -> dict:
    """What ``runc spec`` writes, or ``runc spec --rootless``, as runc 1.1 does.

    unified: whether this machine has control groups of version 2 only; then the container gets a
    cgroup namespace.
    """
    capabilities = ["CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE"]
    quiet = ["nosuid", "noexec", "nodev"]
    sys = _mount("/sys", "sysfs", "sysfs", [*quiet, "ro"])
    if rootless:  # a network namespace of one's own would be needed to mount it afresh
        sys = _mount("/sys", "none", "/sys", ["rbind", *quiet, "ro"])
    pts = ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"]
    linux: dict = {
        "resources": {"devices": [{"allow": False, "access": "rwm"}]},
        "namespaces": [{"type": kind} for kind in ("pid", "network", "ipc", "uts", "mount")],
        "maskedPaths": [
            *("/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats"),
            *("/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/sys/firmware"),
            "/proc/scsi",
        ],
        "readonlyPaths": [
            *("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger")
        ],
    }
    if unified:
        linux["namespaces"].append({"type": "cgroup"})
    if rootless:
        del linux["resources"]
        linux["namespaces"].remove({"type": "network"})
        linux["namespaces"].append({"type": "user"})
        linux["uidMappings"] = [{"containerID": 0, "hostID": os.geteuid(), "size": 1}]
        linux["gidMappings"] = [{"containerID": 0, "hostID": os.getegid(), "size": 1}]
    else:
        pts.append("gid=5")
    return {
        "ociVersion": "1.0.2-dev",
        "process": {
            "terminal": True,
            "user": {"uid": 0, "gid": 0},
            "args": ["sh"],
            "env": [
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "TERM=xterm",
            ],
            "cwd": "/",
            "capabilities": {
                name: capabilities for name in ("bounding", "effective", "permitted", "ambient")
            },
            "rlimits": [{"type": "RLIMIT_NOFILE", "hard": 1024, "soft": 1024}],
            "noNewPrivileges": True,
        },
        "root": {"path": "rootfs", "readonly": True},
        "hostname": "runc",
        "mounts": [
            {"destination": "/proc", "type": "proc", "source": "proc"},
            _mount("/dev", "tmpfs", "tmpfs", ["nosuid", "strictatime", "mode=755", "size=65536k"]),
            _mount("/dev/pts", "devpts", "devpts", pts),
            _mount("/dev/shm", "tmpfs", "shm", [*quiet, "mode=1777", "size=65536k"]),
            _mount("/dev/mqueue", "mqueue", "mqueue", quiet),
            sys,
            _mount("/sys/fs/cgroup", "cgroup", "cgroup", [*quiet, "relatime", "ro"]),
        ],
        "linux": linux,
    }


def _mount(destination: str, kind: str, source: str, options: list[str]) -> dict:
    return {"destination": destination, "type": kind, "source": source, "options": options}


def read(bundle: str) -> tuple[dict, list[str]]:
    """A bundle's config.json, and a line for each field in it that is ignored.

    Raises BadSpec. The specification's defaults are not filled in.
    """
    path = os.path.join(bundle, "config.json")
    try:
        if os.path.exists(path) and not os.path.isfile(path):  # it could keep us waiting for ever
            raise BadSpec(f"{path}: is not an ordinary file")
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError as error:
        raise BadSpec(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadSpec(f"{path}: byte {error.start}: this is not UTF-8") from error
    spec = parse(text, path)
    ignored: list[str] = []
    _check(spec, FIELDS, "", ignored, path)
    _check_meaning(spec, path)
    for mount in spec.get("mounts", []):
        if {"bind", "rbind"} & set(mount.get("options", [])):  # relative to the bundle
            mount["source"] = os.path.join(os.path.abspath(bundle), mount.get("source", ""))
    return spec, [f"{path}: {line}" for line in ignored]


def parse(text: str, path: str) -> dict:
    """A JSON text as Python objects.

    The json package imports re and enum for the sake of texts that need them: 10 ms, half of what
    runc takes altogether. So first the scanner written in C that the package itself uses; if that
    is not there or does not like the text, the package.
    """
    try:
        from _json import make_scanner

        value, end = make_scanner(_Grammar)(  # type: ignore[arg-type]
            text, len(text) - len(text.lstrip(" \t\n\r"))
        )
        if not text[end:].strip(" \t\n\r"):
            return value
    except Exception:  # the scanner has no better words for a mistake than SystemError
        pass
    import json

    try:
        return json.loads(text)
    except RecursionError as error:
        raise BadSpec(f"{path}: nested too deeply") from error
    except ValueError as error:  # JSONDecodeError is one
        raise BadSpec(f"{path}: {error}") from error


class _Grammar:
    """What ``json.JSONDecoder`` tells the scanner if nobody asks for anything special."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int, parse_constant = float, int, float


def _check(value: object, wanted: object, where: str, ignored: list[str], path: str) -> None:
    """Compare types all the way down; collect a line for each field that leads to nothing.

    What this container has not is refused, unless the value asks for nothing of it.
    """
    if isinstance(wanted, dict):
        if not isinstance(value, dict):
            raise BadSpec(f"{path}: {where or 'the whole'}: must be an object {{...}}")
        for name, part in value.items():
            field = f"{where}.{name}" if where else name
            if name in wanted:
                _check(part, wanted[name], field, ignored, path)
            elif _without_numbers(field) in ELSEWHERE:
                ignored.append(f"{field}: not for Linux, ignored")
            elif _without_numbers(field) not in NOT_BUILT:
                ignored.append(f"{field}: unknown field, ignored")
            elif part or type(part) is int:
                raise BadSpec(f"{path}: {field}: {CANT}")
    elif isinstance(wanted, list):
        if not isinstance(value, list):
            raise BadSpec(f"{path}: {where}: must be a list [...]")
        for number, part in enumerate(value):
            _check(part, wanted[0], f"{where}[{number}]", ignored, path)
    elif wanted is Map:
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise BadSpec(f"{path}: {where}: must be an object of strings")
    elif wanted is int:
        if type(value) is not int:
            raise BadSpec(f"{path}: {where}: must be a whole number")
    elif not isinstance(value, wanted):  # type: ignore[arg-type]
        raise BadSpec(f"{path}: {where}: must be {'true or false' if wanted is bool else 'text'}")
    elif wanted is str and "\0" in value:  # type: ignore[operator]
        raise BadSpec(f"{path}: {where}: holds a zero byte")


def _without_numbers(field: str) -> str:
    return "".join(part.partition("]")[2] if i else part for i, part in enumerate(field.split("[")))


def _check_meaning(spec: dict, path: str) -> None:
    """Refuse what has the right type and still makes no container."""

    def bad(where: str, what: str) -> BadSpec:
        return BadSpec(f"{path}: {where}: {what}")

    for names in ("ociVersion", "root.path", "process.cwd", "process.args", "linux"):
        part: object = spec
        for name in names.split("."):
            part = part.get(name) if isinstance(part, dict) else None
        if not part:
            raise bad(names, "missing")
    if not spec["ociVersion"].startswith("1.") or not spec["ociVersion"].split(".")[1].isdigit():
        raise bad("ociVersion", f"'{spec['ociVersion']}' is not version 1 of the specification")

    process, linux = spec["process"], spec["linux"]
    environments = [("process.env", process.get("env", []))]
    for name, hooks in spec.get("hooks", {}).items():
        for number, hook in enumerate(hooks if name in HOOKS else ()):
            environments.append((f"hooks.{name}[{number}].env", hook.get("env", [])))
    for where, texts in environments:
        for number, text in enumerate(texts):
            if text.find("=") < 1:
                raise bad(f"{where}[{number}]", f"'{text}' is not NAME=VALUE")
    for name, listed in process.get("capabilities", {}).items():
        for capability in listed:
            if capability.removeprefix("CAP_") not in CAPABILITIES:
                raise bad(f"process.capabilities.{name}", f"unknown capability '{capability}'")
    for number, limit in enumerate(process.get("rlimits", [])):
        where = f"process.rlimits[{number}]"
        if not {"type", "soft", "hard"} <= set(limit):
            raise bad(where, "needs type, soft and hard")
        prefix, name = limit["type"][:7], limit["type"][7:]
        if prefix != "RLIMIT_" or name not in LIMITS:
            raise bad(where, f"unknown resource '{limit['type']}'")
        if limit["type"] in [other["type"] for other in process["rlimits"][:number]]:
            raise bad(where, f"'{limit['type']}' is there twice")
        if limit["soft"] > limit["hard"]:
            raise bad(where, "soft is more than hard")
        if limit["soft"] < 0 or limit["hard"] >= 2**64:
            raise bad(where, "is no number from 0 to 2 ** 64 - 1, which means unlimited")
    user = process.get("user", {})
    for name in {"uid", "gid", "umask", "additionalGids"} & set(user):
        number = user[name]
        for one in number if isinstance(number, list) else [number]:
            if not 0 <= one < (0o1000 if name == "umask" else 2**32 - 1):
                raise bad(f"process.user.{name}", f"{one} is no such number")
    for name, number in process.get("consoleSize", {}).items():
        if name in ("height", "width") and not 0 <= number < 2**16:
            raise bad(f"process.consoleSize.{name}", f"{number} is no such number")

    kinds = [namespace.get("type") for namespace in linux.get("namespaces", [])]
    for number, kind in enumerate(kinds):
        where = f"linux.namespaces[{number}]"
        if kind == NAMESPACE_NOT_BUILT:
            raise bad(where, f"'{kind}': {CANT}")
        if kind not in NAMESPACES:
            raise bad(where, f"unknown type '{kind}'; known: {', '.join(NAMESPACES)}")
        if kind in kinds[:number]:
            raise bad(where, f"'{kind}' is there twice")
    if "mount" not in kinds:
        raise bad("linux.namespaces", "without 'mount' the container's mounts would be the host's")
    if spec.get("hostname") and "uts" not in kinds:
        raise bad("hostname", "without a namespace of type 'uts' it would be the host's")
    for name in ("uidMappings", "gidMappings"):
        if ("user" in kinds) != bool(linux.get(name)):
            raise bad(f"linux.{name}", "belongs to a namespace of type 'user', and it to this")
        for number, line in enumerate(linux.get(name, [])):
            if set(line) != set(ID):
                raise bad(f"linux.{name}[{number}]", "needs containerID, hostID and size")

    for number, device in enumerate(linux.get("devices", [])):
        if device.get("type") not in ("c", "b", "u", "p") or "path" not in device:
            raise bad(f"linux.devices[{number}]", "needs a path, and a type: c, b, u or p")
        if device["type"] != "p" and not {"major", "minor"} <= set(device):
            raise bad(f"linux.devices[{number}]", "needs major and minor")
        if not device["path"].strip("/"):
            raise bad(f"linux.devices[{number}].path", "is the container's root")
        for name, end in (*IDS_OF_DEVICES, ("uid", 2**32 - 1), ("gid", 2**32 - 1)):
            if not 0 <= device.get(name, 0) < end:
                raise bad(f"linux.devices[{number}].{name}", f"{device[name]} is no such number")
    _check_resources(linux.get("resources", {}), bad)
    for name in spec.get("hooks", {}):
        for number, hook in enumerate(spec["hooks"][name]):
            if not os.path.isabs(hook.get("path", "")):
                raise bad(f"hooks.{name}[{number}].path", "must be an absolute path")
            if not 1 <= hook.get("timeout", 1) < 2**31:
                raise bad(f"hooks.{name}[{number}].timeout", "is no number of seconds from 1 on")

    paths = [("process.cwd", process["cwd"])]
    for number, mount in enumerate(spec.get("mounts", [])):
        if "destination" not in mount:
            raise bad(f"mounts[{number}]", "needs a destination")
        where = f"mounts[{number}].destination"
        place = os.path.normpath(mount["destination"])
        if place.startswith("/proc/") and place.removeprefix("/proc/") not in IN_PROC:
            raise bad(where, f"only these can be covered in /proc: {', '.join(IN_PROC)}")
        options = mount.get("options", [])
        if (
            {"bind", "rbind"} & set(options)
            and "remount" not in options
            and not mount.get("source")
        ):
            raise bad(f"mounts[{number}]", "a bind mount needs a source")
        for option in options:
            if option in MOUNT_OPTIONS_NOT_BUILT:
                raise bad(f"mounts[{number}].options", f"'{option}': {CANT}")
        paths.append((where, mount["destination"]))
    for name in ("maskedPaths", "readonlyPaths"):
        paths += [(f"linux.{name}[{i}]", each) for i, each in enumerate(linux.get(name, []))]
    paths += [
        (f"linux.devices[{i}].path", each["path"])
        for i, each in enumerate(linux.get("devices", []))
    ]
    for where, each in paths:
        if not each.startswith("/"):
            raise bad(where, f"'{each}' must begin with /")
        if ".." in each.split("/"):
            raise bad(where, f"'{each}' leads out of the container by '..'")


def _check_resources(resources: dict, bad: Callable[[str, str], BadSpec]) -> None:
    """Limits are numbers from 0 on; -1 stands for none."""
    for name in ("memory", "pids", "cpu"):
        for field, value in resources.get(name, {}).items():
            if isinstance(value, int) and not -1 <= value < 2**63:
                raise bad(f"linux.resources.{name}.{field}", f"{value} is no amount")
    memory, shares = resources.get("memory", {}), resources.get("cpu", {}).get("shares", 0)
    swap, limit = memory.get("swap", 0), memory.get("limit", 0)
    if swap > 0 and not 0 < limit <= swap:
        raise bad("linux.resources.memory.swap", "is memory and swap: not less than the limit")
    if shares and not 2 <= shares <= 2**18:
        raise bad("linux.resources.cpu.shares", "is from 2 to 262144")
    for number, rule in enumerate(resources.get("devices", [])):
        where = f"linux.resources.devices[{number}]"
        kind, access = rule.get("type", "a"), rule.get("access", "rwm")
        if "allow" not in rule or kind not in ("a", "b", "c"):
            raise bad(where, "needs allow, and as a type a, b or c")
        for field in {"major", "minor"} & set(rule):
            if not -1 <= rule[field] < 2**31:
                raise bad(f"{where}.{field}", f"{rule[field]} is no such number")
        if not access or set(access) - set("rwm"):
            raise bad(where, f"access '{access}' is not of the letters r, w and m")
        # The kernel takes "a" for all devices and every access, whatever else the line says.
        numbers = {rule.get("major", -1), rule.get("minor", -1)}
        if kind == "a" and (set(access) != set("rwm") or numbers != {-1}):
            raise bad(where, "without a type it is about all devices, and every access to them")
