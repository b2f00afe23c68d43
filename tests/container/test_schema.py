"""Every field of the specification leads to something: it is done, refused or reported.

What leads to nothing could be a wall that somebody counts on.
"""

import json
import os
import pty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from snippets.runtime import groups, mounting, spec
from tests.container import schema
from tests.container.conftest import run, start

BUILT = schema.BUILT.split()
AS_ROOT = os.geteuid() == 0
UNIFIED = groups.unified(groups.trees())


def _leaves(fields: object, where: str = "") -> Iterator[str]:
    """The names in ``spec.FIELDS`` as the specification's are written in ``schema``."""
    if isinstance(fields, list):
        yield from _leaves(fields[0], where)
    elif isinstance(fields, dict):
        for name, part in fields.items():
            yield from _leaves(part, f"{where}.{name}" if where else name)
    else:
        yield where


def _asking(field: str, value: object) -> dict:
    """An object with just that field; what are lists on the way have one member."""
    names = field.split(".")
    made: object = value
    for place in range(len(names), 0, -1):
        if ".".join(names[:place]) in schema.LISTS:
            made = [made]
        made = {names[place - 1]: made}
    assert isinstance(made, dict)
    return made


def _merged(asked: dict, more: dict) -> dict:
    """Both; a list goes before the list that is there."""
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(asked.get(name), dict):
            _merged(asked[name], value)
        elif isinstance(value, list) and isinstance(asked.get(name), list):
            asked[name] = [*value, *asked[name]]
        else:
            asked[name] = value
    return asked


def test_every_field_is_in_one_list() -> None:
    lists = [BUILT, list(schema.REFUSED), list(schema.ELSEWHERE)]
    every = [field for fields in lists for field in fields]
    assert len(every) == len(set(every)) > 150
    assert sorted(_leaves(spec.FIELDS)) == sorted(BUILT)
    assert sorted(spec.ELSEWHERE) == sorted(schema.ELSEWHERE)
    for field in spec.NOT_BUILT:
        assert any(each == field or each.startswith(f"{field}.") for each in schema.REFUSED), field


@pytest.mark.parametrize("field", schema.REFUSED)
def test_what_is_not_built_is_refused(field: str, bundle: Path) -> None:
    path = bundle / "config.json"
    asked = json.loads(path.read_text())
    path.write_text(json.dumps(_merged(asked, _asking(field, schema.REFUSED[field]))))
    with pytest.raises(spec.BadSpec, match="this container can't do that") as refused:
        spec.read(str(bundle))
    named = str(refused.value).split(": ")[1].replace("[0]", "")
    assert field == named or field.startswith(f"{named}.")


def test_what_asks_for_nothing_is_not_refused(bundle: Path) -> None:
    path = bundle / "config.json"
    asked = json.loads(path.read_text())
    resources = {"memory": {"disableOOMKiller": False}, "hugepageLimits": []}
    linux = {"seccomp": {}, "sysctl": {}, "resources": resources}
    more = {"process": {"apparmorProfile": ""}, "linux": linux}
    path.write_text(json.dumps(_merged(asked, more)))
    assert spec.read(str(bundle))[1] == []


@pytest.mark.parametrize("field", schema.ELSEWHERE)
def test_what_is_for_other_systems_is_reported(field: str, change: Callable) -> None:
    bundle = change(lambda asked: _merged(asked, _asking(field, schema.ELSEWHERE[field])))
    done = run("--bundle", str(bundle), "echo", "done")
    assert done.stdout == "done\n"
    assert done.stderr.endswith(f"config.json: {field}: not for Linux, ignored\n")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("option", schema.OPTIONS)
def test_every_mount_option_is_known(option: str) -> None:
    """None is taken for one of the file system's own, which some file systems don't even read."""
    built = {**mounting.FLAGS, **mounting.PROPAGATION, **mounting.RECURSIVE}
    assert (option in built) != (option in spec.MOUNT_OPTIONS_NOT_BUILT)


@pytest.mark.parametrize("option", spec.MOUNT_OPTIONS_NOT_BUILT)
def test_mount_options_that_are_not_built_are_refused(option: str, change: Callable) -> None:
    added = {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": [option]}
    done = run("--bundle", str(change(lambda asked: asked["mounts"].append(added))), "true")
    assert done.returncode == 1
    assert done.stderr.endswith(f"].options: '{option}': this container can't do that\n")


def test_a_time_namespace_is_refused(change: Callable) -> None:
    bundle = change(lambda asked: asked["linux"]["namespaces"].append({"type": "time"}))
    assert "'time': this container can't do that" in run("--bundle", str(bundle)).stderr


HOOK = {"path": "/bin/sh", "args": ["sh", "-c", "echo $WORD >&2; exit 7"], "env": ["WORD=heard"]}
SLOW = {"path": "/bin/sh", "args": ["sh", "-c", "sleep 9"], "timeout": 1}
WHEN = [name for name in spec.HOOKS]
MOUNT = {"destination": "/tmp", "type": "tmpfs", "source": "here", "options": ["noexec", "size=4k"]}
NULL = {"path": "/dev/three", "type": "c", "major": 1, "minor": 3}
NULL |= {"fileMode": 0o640, "uid": 1000, "gid": 1001}
IDS = {"containerID": 0, "hostID": 100000, "size": 10}
RESOURCES = "linux.resources"
CAPABILITIES = {"bounding": "Bnd", "permitted": "Prm", "effective": "Eff", "inheritable": "Inh"}

# Fields; what is asked for; a shell's words; a line of what they print. Paths below /sys/fs/cgroup
# are of version 1, and in parentheses what they are in version 2.
ROWS: list[tuple[str, dict, str, str]] = [
    ("hostname", {"hostname": "box"}, "hostname", "box"),
    ("root.path root.readonly", {"root": {"path": "rootfs"}}, "echo x > /x && cat /x", "x"),
    (
        "process.cwd",
        {"process": {"cwd": "/tmp/new"}},
        "pwd",
        "/tmp/new",
    ),
    ("process.args process.env", {"process": {"env": ["A=b"]}}, "echo $A", "b"),
    ("process.user.umask", {"process": {"user": {"umask": 0o27}}}, "umask", "0027"),
    ("process.noNewPrivileges", {"process": {"noNewPrivileges": False}}, "status NoNew", "0"),
    (
        "process.oomScoreAdj",
        {"process": {"oomScoreAdj": 500}},
        "cat /proc/self/oom_score_adj",
        "500",
    ),
    (
        "process.rlimits.type process.rlimits.soft process.rlimits.hard",
        {"process": {"rlimits": [{"type": "RLIMIT_FSIZE", "soft": 512, "hard": 4096}]}},
        "grep 'Max file size' /proc/self/limits",
        "Max file size             512                  4096                 bytes     ",
    ),
    (
        "mounts.destination mounts.type mounts.source mounts.options",
        {"mounts": [MOUNT]},
        "grep ' /tmp ' /proc/mounts | cut -d, -f 1-4 | cut -d' ' -f 1-4",
        "here /tmp tmpfs rw,noexec,relatime,size=4k",
    ),
    (
        "linux.maskedPaths",
        {"linux": {"maskedPaths": ["/proc/uptime"]}},
        "wc -c < /proc/uptime",
        "0",
    ),
    (
        "linux.readonlyPaths",
        {"linux": {"readonlyPaths": ["/dev/shm"]}},
        "echo > /dev/shm/x; echo $?",
        "1",
    ),
    ("linux.namespaces.type", {}, "echo $$", "1"),
    *(
        (
            f"process.capabilities.{name}",
            {
                "process": {
                    "capabilities": {key: ["CAP_CHOWN"] for key in ("bounding", "permitted", name)}
                }
            },
            f"status Cap{short}",
            "0000000000000001",
        )
        for name, short in CAPABILITIES.items()
    ),
    (
        "process.capabilities.ambient",
        {
            "process": {
                "capabilities": {
                    name: ["CAP_CHOWN"]
                    for name in ("bounding", "permitted", "inheritable", "ambient")
                }
            }
        },
        "status CapAmb",
        "0000000000000001",
    ),
]
ROWS_FOR_ROOT: list[tuple[str, dict, str, str]] = [
    ("process.user.uid", {"process": {"user": {"uid": 7}}}, "id -u", "7"),
    ("process.user.gid", {"process": {"user": {"gid": 8}}}, "id -g", "8"),
    ("process.user.additionalGids", {"process": {"user": {"additionalGids": [9]}}}, "id -G", "0 9"),
    (
        " ".join(f"linux.devices.{name}" for name in NULL),
        {"linux": {"devices": [NULL]}},
        "ls -ln /dev/three | tr -s ' ' | cut -d' ' -f 1,3-6",
        "crw-r----- 1000 1001 1, 3",
    ),
    (
        " ".join(f"linux.{kind}Mappings.{name}" for kind in ("uid", "gid") for name in IDS),
        {"linux": {"uidMappings": [IDS], "gidMappings": [IDS], "namespaces": [{"type": "user"}]}},
        "cat /proc/self/uid_map /proc/self/gid_map | tr -s ' ' | uniq -c | tr -s ' '",
        " 2 0 100000 10",
    ),
    (
        f"{RESOURCES}.memory.limit {RESOURCES}.memory.swap",
        {"linux": {"resources": {"memory": {"limit": 64 << 20, "swap": 80 << 20}}}},
        "cat memory/memory.memsw.limit_in_bytes (memory.swap.max)",
        f"{80 << 20} ({16 << 20})",
    ),
    (
        f"{RESOURCES}.memory.reservation",
        {"linux": {"resources": {"memory": {"reservation": 32 << 20}}}},
        "cat memory/memory.soft_limit_in_bytes (memory.low)",
        str(32 << 20),
    ),
    (
        f"{RESOURCES}.cpu.quota",
        {"linux": {"resources": {"cpu": {"quota": 20000}}}},
        "cat cpu/cpu.cfs_quota_us (cpu.max)",
        "20000 (20000 100000)",
    ),
    (
        f"{RESOURCES}.cpu.period",
        {"linux": {"resources": {"cpu": {"period": 50000}}}},
        "cat cpu/cpu.cfs_period_us (cpu.max)",
        "50000 (max 50000)",
    ),
    (
        f"{RESOURCES}.cpu.shares",
        {"linux": {"resources": {"cpu": {"shares": 512}}}},
        "cat cpu/cpu.shares (cpu.weight)",
        "512 (20)",
    ),
    (
        f"{RESOURCES}.cpu.cpus",
        {"linux": {"resources": {"cpu": {"cpus": "0"}}}},
        "status Cpus_allowed_list",
        "0",
    ),
    (
        f"{RESOURCES}.cpu.mems",
        {"linux": {"resources": {"cpu": {"mems": "0"}}}},
        "cat cpuset/cpuset.mems (cpuset.mems)",
        "0",
    ),
    (
        f"{RESOURCES}.pids.limit",
        {"linux": {"resources": {"pids": {"limit": 9}}}},
        "cat pids/pids.max (pids.max)",
        "9",
    ),
]
RULES = " ".join(f"{RESOURCES}.devices.{x}" for x in ("allow", "type", "major", "minor", "access"))
TOLD = "ociVersion annotations"
AT_A_TERMINAL = "process.terminal process.consoleSize.height process.consoleSize.width"


def test_what_each_built_field_leads_to_is_looked_at() -> None:
    hooks = [f"hooks.{when}.{part}" for when in WHEN for part in spec.HOOK]
    seen = " ".join([*(row[0] for row in ROWS + ROWS_FOR_ROOT), RULES, TOLD, AT_A_TERMINAL, *hooks])
    assert sorted(seen.split()) == sorted(BUILT)


@pytest.mark.parametrize("row", ROWS + ROWS_FOR_ROOT * AS_ROOT, ids=lambda row: row[0].split()[0])
def test_a_built_field_has_its_effect(row: tuple, bundle: Path, change: Callable) -> None:
    _, more, script, expected = row
    own_ids = any(
        each.get("type") == "user" for each in more.get("linux", {}).get("namespaces", [])
    )

    def edit(asked: dict) -> None:
        if "root" in more:
            asked["root"] = {"path": "rootfs"}
        if own_ids:  # the image must be within reach of the mapped user
            for folder in (bundle, *bundle.parents[:2]):
                folder.chmod(0o755)
        if "capabilities" in more.get("process", {}):
            asked["process"]["capabilities"] = {}
        _merged(asked, more)
        asked["process"]["args"] = ["sh", "-c", _script(script)]

    done = run("--bundle", str(change(edit)))
    assert done.stdout == _version(expected) + "\n", done.stderr


def _script(words: str) -> str:
    if words.startswith("status "):
        return f"grep ^{words.split()[1]} /proc/self/status | cut -f 2"
    return f"cd /sys/fs/cgroup && cat {_version(words[4:])}" if "(" in words else words


def _version(text: str) -> str:
    """Of "this (that)" the part for this machine's control groups."""
    first, _, second = text.partition(" (")
    return second.rstrip(")") if second and UNIFIED else first


@pytest.mark.parametrize("when", WHEN)
def test_a_hook_has_its_path_arguments_environment(when: str, change: Callable) -> None:
    bundle = change(lambda asked: asked.update(hooks={when: [HOOK]}))
    done = run("--bundle", str(bundle), "true")
    assert done.stderr.endswith(f"hook {when}: /bin/sh: exit status 7, it said: heard\n")


@pytest.mark.parametrize("when", WHEN)
def test_a_hook_has_its_timeout(when: str, change: Callable) -> None:
    bundle = change(lambda asked: asked.update(hooks={when: [SLOW]}))
    done = run("--bundle", str(bundle), "true")
    assert done.stderr.endswith(f"hook {when}: /bin/sh: took more than its timeout\n")


def test_hooks_are_told_of_version_and_annotations(bundle: Path, change: Callable) -> None:
    write = {"path": "/bin/sh", "args": ["sh", "-c", f"cat > {bundle}/told"]}
    more = {"ociVersion": "1.0.1", "annotations": {"a": "b"}, "hooks": {"prestart": [write]}}
    run("--bundle", str(change(lambda asked: asked.update(more))), "true")
    told = json.loads((bundle / "told").read_text())
    assert (told["ociVersion"], told["annotations"]) == ("1.0.1", {"a": "b"})


def test_a_terminal_has_the_size_asked_for(change: Callable) -> None:
    def edit(asked: dict) -> None:
        asked["process"]["terminal"] = True
        asked["process"]["consoleSize"] = {"height": 33, "width": 99}
        asked["process"]["args"] = ["busybox", "stty", "size"]

    master, slave = pty.openpty()
    bundle = change(edit)
    container = start("--bundle", str(bundle), stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    assert os.read(master, 100).strip() == b"33 99"
    assert container.wait(10) == 0
    os.close(master)


@pytest.mark.parametrize(("rule", "status"), [({}, 1), ({"allow": True}, 0), ({"minor": 3}, 1)])
def test_a_device_is_as_its_rules_say(rule: dict, status: int, change: Callable) -> None:
    """A device that is in the container may be opened if a rule lets it."""
    if not AS_ROOT:
        pytest.skip("as this user the container has no control groups")
    lines = Path("/proc/misc").read_text().splitlines()
    minors = {name: number for number, name in (line.split() for line in lines)}
    if "fuse" not in minors:
        pytest.skip("needs a device that anybody may open, /dev/fuse")
    fuse = {"type": "c", "major": 10, "minor": int(minors["fuse"])}
    allowed = {"allow": False, **fuse, "access": "rw", **rule}

    def edit(asked: dict) -> None:
        asked["linux"]["devices"] = [{"path": "/dev/fuse", **fuse}]
        asked["linux"]["resources"]["devices"].append(allowed)

    done = run("--bundle", str(change(edit)), "sh", "-c", "exec < /dev/fuse")
    assert bool(done.returncode) == bool(status), done.stderr


def test_recursive_options_reach_what_is_below(change: Callable) -> None:
    added = {"destination": "/tmp", "source": "/dev", "options": ["rbind", "rro", "rnosuid"]}
    bundle = change(lambda asked: asked["mounts"].append(added))
    done = run("--bundle", str(bundle), "cat", "/proc/mounts")
    lines = [line.split() for line in done.stdout.splitlines() if " /tmp" in line]
    assert len(lines) > 1, done.stderr
    for line in lines:
        assert {"ro", "nosuid"} <= set(line[3].split(",")), line
