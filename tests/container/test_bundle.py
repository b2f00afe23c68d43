"""What a bundle may ask for beyond the default, and what an image may hold."""

import os
import shlex
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.container.conftest import BASE, run
from tests.proofs.program import ROOT


def _bind(source: str, destination: str) -> Callable[[dict], object]:
    added = {"destination": destination, "source": source, "options": ["bind"]}
    return lambda asked: asked["mounts"].append(added)


def test_a_relative_source_is_in_the_bundle(bundle: Path, change: Callable) -> None:
    (bundle / "data").mkdir()
    (bundle / "data" / "word").write_text("from the bundle\n")
    change(_bind("data", "/data"))
    done = run("--bundle", str(bundle), "cat", "/data/word")
    assert done.stdout == "from the bundle\n", done.stderr


def test_a_device_can_be_shown_by_a_bind_mount(change: Callable) -> None:
    done = run("--bundle", str(change(_bind("/dev/full", "/tmp/full"))), "ls", "-l", "/tmp/full")
    assert done.stdout.startswith("c") and " 1,   7 " in done.stdout, done.stderr


def test_a_socket_can_be_shown_by_a_bind_mount(bundle: Path, change: Callable) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(bundle / "s"))
        done = run("--bundle", str(change(_bind("s", "/tmp/s"))), "ls", "-l", "/tmp/s")
    assert done.stdout.startswith("s"), done.stderr


def test_a_device_asked_for_comes_before_the_usual(change: Callable) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root makes devices")
    zero = {"path": "/dev/random", "type": "c", "major": 1, "minor": 5}
    bundle = change(lambda asked: asked["linux"].update(devices=[zero]))
    done = run("--bundle", str(bundle), "ls", "-l", "/dev/random")
    assert " 1,   5 " in done.stdout, done.stderr


def test_a_device_has_the_owner_asked_for(change: Callable) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root makes devices")
    device = {"path": "/dev/three", "type": "c", "major": 1, "minor": 3}
    device |= {"fileMode": 0o640, "uid": 1000, "gid": 1001}
    bundle = change(lambda asked: asked["linux"].update(devices=[device]))
    words = run("--bundle", str(bundle), "ls", "-ln", "/dev/three").stdout.split()
    assert words[0] == "crw-r-----" and words[2:6] == ["1000", "1001", "1,", "3"]


@pytest.mark.parametrize("resources", [None, {}, {"devices": []}])
def test_a_device_in_the_image_opens_nothing(
    resources: dict | None, bundle: Path, change: Callable
) -> None:
    """The image is somebody else's: what no rule allows is refused, also without any rule."""
    if os.geteuid() != 0:
        pytest.skip("only root makes devices")
    os.mknod(bundle / "rootfs" / "memory", 0o666 | stat.S_IFCHR, os.makedev(1, 1))
    os.mknod(bundle / "rootfs" / "disk", 0o666 | stat.S_IFBLK, os.makedev(7, 0))

    def edit(asked: dict) -> None:
        asked["linux"]["resources"] = resources
        if resources is None:
            del asked["linux"]["resources"]

    script = "cat /memory; cat /disk; echo over"
    done = run("--bundle", str(change(edit)), "sh", "-c", script)
    assert done.stdout == "over\n"
    assert done.stderr.count("Operation not permitted") == 2, done.stderr


def test_without_a_mount_the_devices_are_in_the_image(bundle: Path, change: Callable) -> None:
    def edit(asked: dict) -> None:
        asked["mounts"] = [m for m in asked["mounts"] if not m["destination"].startswith("/dev")]

    done = run("--bundle", str(change(edit)), "sh", "-c", "echo x > /dev/null; ls /dev")
    assert done.returncode == 0, done.stderr
    assert {"null", "zero", "full"} <= set(done.stdout.split())


@pytest.mark.parametrize("program", ["/bin/app", "/bin/script"])
def test_the_starters_program_is_out_of_reach(program: str, bundle: Path) -> None:
    """Neither by a link nor as an interpreter: CVE-2019-5736."""
    (bundle / "rootfs" / "bin" / "app").symlink_to("/proc/self/exe")
    script = bundle / "rootfs" / "bin" / "script"
    script.write_text("#!/proc/self/exe -c print(1)\n")
    script.chmod(0o755)
    done = run("--bundle", str(bundle), program, "-c", "print('the host\\'s Python')")
    assert done.returncode != 0
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("/nowhere", "process: No such file or directory (/nowhere)"),
        ("/etc", "process: Permission denied (/etc)"),
        ("/bin/nothing", "process: Exec format error (/bin/nothing)"),
    ],
)
def test_what_is_no_program(program: str, message: str, bundle: Path) -> None:
    nothing = bundle / "rootfs" / "bin" / "nothing"
    nothing.write_text("")
    nothing.chmod(0o755)
    done = run("--bundle", str(bundle), program)
    assert (done.returncode, done.stderr) == (1, f"three-walls: {message}\n")


def test_few_open_files_are_enough() -> None:
    """Only who may not raise the limit to what the container is to have is told so, as by runc."""
    done = _by_shell("ulimit -n 40; exec", "echo", "hello")
    may = subprocess.run(["sh", "-c", "ulimit -n 40; ulimit -n 41"], stderr=subprocess.DEVNULL)
    if may.returncode == 0:
        assert (done.stdout, done.stderr) == ("hello\n", "")
    else:
        assert done.returncode == 1
        assert done.stderr == "three-walls: limits: prlimit64: Operation not permitted\n"


def test_no_new_privileges_beforehand_is_no_hindrance() -> None:
    done = _by_shell("exec setpriv --no-new-privs", "grep", "NoNewPrivs", "/proc/self/status")
    assert (done.stdout, done.stderr) == ("NoNewPrivs:\t1\n", "")


def _by_shell(before: str, *command: str) -> subprocess.CompletedProcess:
    """The command in the place of a shell that has done something before."""
    words = " ".join(shlex.quote(word) for word in (*BASE, *command))
    return subprocess.run(
        ["sh", "-c", f"{before} {words}"], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
