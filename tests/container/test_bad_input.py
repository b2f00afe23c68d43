"""What is wrong is one line; there is no container, and nothing outside the root is touched."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from snippets.linux.children import in_child
from snippets.runtime import ingredients, spec, start
from snippets.runtime.ingredients import Failed
from tests.container.conftest import run

Edit = Callable[[dict], object]


def _set(path: str, value: object) -> Edit:
    """Set one field; a number in the path is a place in a list."""

    def edit(asked: dict) -> None:
        part: dict | list = asked
        *above, last = path.split(".")
        for name in above:
            part = part[int(name)] if isinstance(part, list) else part.setdefault(name, {})
        part[int(last) if isinstance(part, list) else last] = value  # type: ignore[index, call-overload]

    return edit


def _drop(path: str) -> Edit:
    def edit(asked: dict) -> None:
        *above, last = path.split(".")
        part = asked
        for name in above:
            part = part[name]
        del part[last]

    return edit


HOOK = {"path": "/bin/false"}
BAD = {
    "no version": (_drop("ociVersion"), "ociVersion: missing"),
    "another version": (_set("ociVersion", "2.0.0"), "'2.0.0' is not version 1"),
    "no root": (_drop("root"), "root.path: missing"),
    "no program": (_set("process.args", []), "process.args: missing"),
    "program is text": (_set("process.args", "sh"), "process.args: must be a list"),
    "program with a number": (_set("process.args", ["sh", 1]), "process.args[1]: must be text"),
    "program with a zero": (_set("process.args", ["s\0h"]), "holds a zero byte"),
    "unknown program": (_set("process.args", ["nonsense"]), "no such program (nonsense)"),
    "no place to be": (_drop("process.cwd"), "process.cwd: missing"),
    "half a variable": (_set("process.env", ["PATH"]), "'PATH' is not NAME=VALUE"),
    "unknown capability": (
        _set("process.capabilities.bounding", ["CAP_FLY"]),
        "unknown capability 'CAP_FLY'",
    ),
    "unknown limit": (
        _set("process.rlimits", [{"type": "RLIMIT_LOVE", "soft": 1, "hard": 1}]),
        "unknown resource 'RLIMIT_LOVE'",
    ),
    "limit above itself": (
        _set("process.rlimits", [{"type": "RLIMIT_NOFILE", "soft": 2, "hard": 1}]),
        "soft is more than hard",
    ),
    "limit below nothing": (
        _set("process.rlimits", [{"type": "RLIMIT_NOFILE", "soft": -1, "hard": 1}]),
        "is no number from 0 to",
    ),
    "nobody's number": (_set("process.user.uid", -1), "-1 is no such number"),
    "unknown namespace": (_set("linux.namespaces.0", {"type": "soul"}), "unknown type 'soul'"),
    "a namespace twice": (_set("linux.namespaces.0", {"type": "mount"}), "there twice"),
    "no mount namespace": (_set("linux.namespaces", [{"type": "pid"}]), "without 'mount'"),
    "a name for the host": (
        _set("linux.namespaces", [{"type": "mount"}, {"type": "pid"}]),
        "hostname: without a namespace of type 'uts' it would be the host's",
    ),
    "a mount that is text": (_set("mounts.0", "proc"), "mounts[0]: must be an object"),
    "unknown file system": (_set("mounts.0.type", "nonsense"), "mounts: "),
    "up and out": (
        _set("mounts.0.destination", "/../../../escaped"),
        "leads out of the container by '..'",
    ),
    "mask up and out": (_set("linux.maskedPaths", ["/proc/../../etc"]), "leads out"),
    "a relative path": (_set("mounts.0.destination", "proc"), "must begin with /"),
    "swap without a limit of memory": (
        _set("linux.resources", {"memory": {"swap": 1}}),
        "linux.resources.memory.swap: is memory and swap: not less than the limit",
    ),
    "a version without a number": (_set("ociVersion", "1."), "'1.' is not version 1"),
    "too wide a mask": (_set("process.user.umask", 0o1000), "512 is no such number"),
    "a variable without a name": (_set("process.env", ["=x"]), "'=x' is not NAME=VALUE"),
    "half a variable of a hook": (
        _set("hooks.prestart", [{"path": "/bin/true", "env": ["X"]}]),
        "hooks.prestart[0].env[0]: 'X' is not NAME=VALUE",
    ),
    "too long for a hook": (
        _set("hooks.prestart", [{"path": "/bin/true", "timeout": 10**30}]),
        "is no number of seconds from 1 on",
    ),
    "a device without numbers": (
        _set("linux.devices", [{"type": "c", "path": "/dev/x"}]),
        "linux.devices[0]: needs major and minor",
    ),
    "a device with too high a number": (
        _set("linux.devices", [{"type": "c", "path": "/dev/x", "major": 4096, "minor": 0}]),
        "linux.devices[0].major: 4096 is no such number",
    ),
    "a device for a root": (
        _set("linux.devices", [{"type": "c", "path": "//", "major": 1, "minor": 3}]),
        "linux.devices[0].path: is the container's root",
    ),
    "no such terminal": (
        _set("process.consoleSize", {"height": 2**16, "width": 80}),
        "process.consoleSize.height: 65536 is no such number",
    ),
    "no amount": (_set("linux.resources", {"pids": {"limit": -2}}), "-2 is no amount"),
    "too many shares": (_set("linux.resources", {"cpu": {"shares": 1}}), "is from 2 to 262144"),
    "a rule for all devices and one access": (
        _set("linux.resources", {"devices": [{"allow": True, "access": "r"}]}),
        "without a type it is about all devices, and every access to them",
    ),
    "a rule without access": (
        _set("linux.resources", {"devices": [{"allow": True, "type": "c", "access": ""}]}),
        "access '' is not of the letters r, w and m",
    ),
    "a limit twice": (
        _set("process.rlimits", [{"type": "RLIMIT_CORE", "soft": n, "hard": n} for n in (0, 1)]),
        "process.rlimits[1]: 'RLIMIT_CORE' is there twice",
    ),
    "a user who is text": (_set("process.user.uid", "root"), "must be a whole number"),
    "no time for a hook": (
        _set("hooks.poststop", [{"path": "/bin/true", "timeout": 0}]),
        "hooks.poststop[0].timeout: is no number of seconds from 1 on",
    ),
    "a bind mount with an option of its file system": (
        _set("mounts.0", {"destination": "/m", "source": "/usr", "options": ["rbind", "size=1m"]}),
        "this mount can't have the option 'size=1m' (/m)",
    ),
    "control groups with an option": (
        _set("mounts.6.options", ["ro", "nsdelegate"]),
        "this mount can't have the option 'nsdelegate' (/sys/fs/cgroup)",
    ),
    "a bind mount of nothing": (
        _set("mounts.0", {"destination": "/m", "options": ["bind"]}),
        "mounts[0]: a bind mount needs a source",
    ),
    "seccomp": (
        _set("linux.seccomp", {"defaultAction": "SCMP_ACT_ERRNO"}),
        "linux.seccomp: this container can't do that",
    ),
    "another's namespace": (
        _set("linux.namespaces.0.path", "/proc/1/ns/pid"),
        "can't do that",
    ),
    "no root file system": (_set("root.path", "nowhere"), "No such file or directory"),
    "root is a file": (_set("root.path", "config.json"), "is not a directory"),
    "root is the machine's": (_set("root.path", "/"), "this machine's own root"),
    "root up and out": (_set("root.path", "../../../../../../../.."), "this machine's own root"),
    "hook without path": (_set("hooks.prestart", [{"args": ["x"]}]), "must be an absolute path"),
    "hook is not there": (
        _set("hooks.prestart", [{"path": "/nowhere"}]),
        "hook prestart: /nowhere",
    ),
} | {
    f"hook {when} fails": (_set(f"hooks.{when}", [HOOK]), f"hook {when}: /bin/false: exit status 1")
    for when in ("prestart", "createRuntime", "createContainer", "poststart")
}


@pytest.mark.parametrize("name", BAD)
def test_one_line_and_no_container(name: str, change: Callable) -> None:
    edit, message = BAD[name]
    bundle = change(edit)
    before = _all_below(bundle.parent)
    done = run("--bundle", str(bundle))
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("three-walls: ")
    assert message in lines[0]
    assert done.returncode not in (0, 77)
    assert done.stdout == ""
    assert _all_below(bundle.parent) == before
    assert not Path("/escaped").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"a": 1,}',
        "[]",
        '"text"',
        "null",
        "{} {}",
        "[" * 100_000,
        "\ufeff{}",
        '{"a": NaN}',
    ],
)
def test_malformed_json(text: str, bundle: Path) -> None:
    (bundle / "config.json").write_text(text)
    done = run("--bundle", str(bundle))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()[-1:]) == 1
    assert "config.json: " in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: os.symlink("/dev/zero", path)])
def test_what_never_ends_is_not_read(make: Callable, bundle: Path) -> None:
    (bundle / "config.json").unlink()
    make(bundle / "config.json")
    done = run("--bundle", str(bundle), "true")
    assert done.stderr.endswith("config.json: is not an ordinary file\n")


def test_users_that_never_come_are_not_waited_for(bundle: Path) -> None:
    os.mkfifo(bundle / "rootfs" / "etc" / "passwd")
    done = run("--bundle", str(bundle), "sh", "-c", "echo $HOME")
    assert done.stdout == "/\n"


def test_names_cant_steer_the_terminal(change: Callable) -> None:
    bundle = change(lambda asked: asked.update({"a\x1b[2J\nb": 1}))
    done = run("--bundle", str(bundle), "true")
    assert done.stderr.endswith("config.json: a\\x1b[2J\\nb: unknown field, ignored\n")


def test_who_is_killed_before_the_program_is_missed(change: Callable) -> None:
    if os.geteuid() != 0:
        pytest.skip("as this user the container has no control groups")
    bundle = change(_set("linux.resources.memory", {"limit": 4096}))
    done = run("--bundle", str(bundle), "true")
    assert done.returncode == 1
    assert done.stderr == "three-walls: start: it was ended before its program, with status 137\n"


def test_what_is_no_device_of_that_number_is_not_shown(change: Callable) -> None:
    if os.geteuid() == 0:
        pytest.skip("root makes devices, and shows none")
    device = {"type": "c", "path": "/etc/passwd", "major": 1, "minor": 3}
    done = run("--bundle", str(change(_set("linux.devices", [device]))), "true")
    assert done.stderr == (
        "three-walls: devices: what this machine has there is another device, or none "
        "(/etc/passwd)\n"
    )


def test_json_errors_have_a_place(bundle: Path) -> None:
    (bundle / "config.json").write_text('{\n "root": {,\n}')
    assert "line 2 column 11" in run("--bundle", str(bundle)).stderr


def test_not_text(bundle: Path) -> None:
    (bundle / "config.json").write_bytes(b"{}\xff")
    assert "byte 2: this is not UTF-8" in run("--bundle", str(bundle)).stderr


def test_no_bundle(tmp_path: Path) -> None:
    done = run("--bundle", str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert done.stderr.endswith("config.json: No such file or directory\n")


@pytest.mark.parametrize("target", ["../../../../../../../../etc", "../outside"])
@pytest.mark.parametrize("place", ["dev", "tmp"])
def test_a_link_that_leads_out(place: str, target: str, bundle: Path, change: Callable) -> None:
    """The image is somebody else's: a directory that is to be mounted on may be a trap."""
    outside = bundle / "outside"
    outside.mkdir()
    _link(bundle, place, target)
    change(_add_mount("/tmp/new/place"))
    done = run("--bundle", str(bundle), "true")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "leads out of the container" in done.stderr
    assert list(outside.iterdir()) == []
    assert not Path("/etc/new").exists() and not Path("/new").exists()


@pytest.mark.parametrize("place", ["dev", "tmp"])
def test_an_absolute_link_begins_at_the_containers_root(
    place: str, bundle: Path, change: Callable
) -> None:
    _link(bundle, place, "/etc")
    change(_add_mount(f"/{place}/new/place"))
    done = run("--bundle", str(bundle), "cat", "/proc/self/mountinfo")
    assert " /etc/new/place " in done.stdout, done.stderr
    assert not Path("/etc/new").exists()


def test_a_link_that_stays_inside_is_followed(bundle: Path) -> None:
    (bundle / "rootfs" / "kernel").mkdir()
    _link(bundle, "dev", "kernel")
    done = run("--bundle", str(bundle), "ls", "/kernel/null")
    assert done.stdout == "/kernel/null\n", done.stderr


@pytest.mark.parametrize(
    ("place", "target", "message"),
    [
        ("proc", "/etc", "a link is no place for it (/proc)"),
        ("proc", "etc", "a link is no place for it (/proc)"),
        ("sys", "etc", "a link is no place for it (/sys)"),
        ("dev", "/", "it would cover the container's root (/dev)"),
        ("tmp", "proc/self", "in /proc this can't be covered (/tmp)"),
        ("tmp", "tmp", "Too many levels of symbolic links (/tmp)"),
    ],
)
def test_a_link_to_the_wrong_place(
    place: str, target: str, message: str, bundle: Path, change: Callable
) -> None:
    """Checks that look at /proc and /sys must find the kernel's there, not the image's."""
    if place == "sys" and os.geteuid() != 0:
        pytest.skip("as this user a bundle shows the machine's /sys, and anywhere")
    _link(bundle, place, target)
    change(_add_mount("/tmp"))
    done = run("--bundle", str(bundle), "true")
    assert (done.returncode, done.stderr) == (1, f"three-walls: mounts: {message}\n")


def _link(bundle: Path, place: str, target: str) -> None:
    (bundle / "rootfs" / place).rmdir()
    (bundle / "rootfs" / place).symlink_to(target)


def _add_mount(destination: str) -> Edit:
    added = {"destination": destination, "type": "tmpfs", "source": "tmpfs"}
    return lambda asked: asked["mounts"].append(added)


@pytest.mark.parametrize("below", ["", "/new"])
@pytest.mark.parametrize("by_link", [False, True])
def test_a_working_directory_beyond_the_root(
    by_link: bool, below: str, bundle: Path, change: Callable
) -> None:
    """CVE-2024-21626 with a descriptor left open by mistake: nothing runs there, nor is made."""
    outside = bundle / "outside"
    outside.mkdir()
    leak = os.open(outside, os.O_RDONLY)
    path = f"/proc/self/fd/{leak}"
    if by_link:
        (bundle / "rootfs" / "way").symlink_to(path)
        path = "/way"
    change(_set("process.cwd", path + below))
    without = [i for i in ingredients.INSIDE if i is not ingredients.descriptors]
    asked, _ = spec.read(str(bundle))
    asked["process"]["args"] = ["sh", "-c", "echo > here"]
    try:
        with pytest.raises(Failed, match="leads out of the container by a link") as refused:
            _run_in_child(asked, str(bundle / "rootfs"), [*ingredients.OUTSIDE, *without])
    finally:
        os.close(leak)
    assert str(refused.value) == f"process: {path + below} leads out of the container by a link"
    assert list(outside.iterdir()) == []


def _run_in_child(asked: dict, rootfs: str, chosen: list) -> None:
    """What ``start.run`` raises; it must be called where there is one thread only."""

    def work() -> str:
        try:
            start.run(asked, rootfs, chosen=chosen)
        except Failed as problem:
            return str(problem)
        return ""

    if problem := in_child(work):
        raise Failed(problem)


@pytest.mark.parametrize("path", ["/proc/self/fd/{}", "/proc/self/fd/{}/new"])
def test_a_working_directory_by_the_starters_descriptors(path: str, change: Callable) -> None:
    """Whatever the starter has open, none of its directories is there."""
    for fd in range(3, 12):
        done = run("--bundle", str(change(_set("process.cwd", path.format(fd)))), "true")
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1


def test_root_is_a_link(bundle: Path) -> None:
    (bundle / "rootfs").rename(bundle / "elsewhere")
    (bundle / "rootfs").symlink_to("elsewhere")
    assert "is a symbolic link" in run("--bundle", str(bundle)).stderr


def test_unknown_fields_are_reported(change: Callable) -> None:
    def edit(asked: dict) -> None:
        asked["colour"] = "red"
        asked["process"]["shoeSize"] = 42
        asked["mounts"][0]["smell"] = "none"
        asked["annotations"] = {"anything": "goes"}

    done = run("--bundle", str(change(edit)), "true")
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    for line, field in zip(lines, ("process.shoeSize", "mounts[0].smell", "colour"), strict=True):
        assert line.endswith(f"config.json: {field}: unknown field, ignored")


def test_a_limit_that_cant_be_set(change: Callable) -> None:
    if os.geteuid() == 0:
        pytest.skip("root can set it, as another test shows")
    bundle = change(_set("linux.resources", {"pids": {"limit": 5}}))
    done = run("--bundle", str(bundle), "true")
    assert done.returncode == 1
    assert "control_group: " in done.stderr


def _all_below(folder: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mode for path in sorted(folder.rglob("*"))}
