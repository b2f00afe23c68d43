"""The command stands in for the program: input, output, status, signals, terminal."""

import os
import pty
import select
import shutil
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from snippets.linux import images
from snippets.runtime import parity
from tests.container.conftest import BASE, end, run, start, wait_until
from tests.proofs.program import ROOT


@pytest.mark.parametrize("status", [0, 1, 77, 255])
def test_exit_status_is_the_programs(status: int) -> None:
    assert run("sh", "-c", f"exit {status}").returncode == status


def test_killed_by_a_signal_is_128_more() -> None:
    inside = "import os, signal; signal.signal(15, signal.SIG_DFL); os.fork() or os.kill(1, 9)"
    assert run("/usr/bin/python3", "-c", inside).returncode == 0  # process 1 can't be killed so
    container = start("sleep", "30", stdout=None)
    assert wait_until(lambda: parity.first_below(container.pid, "sleep"))
    os.kill(parity.first_below(container.pid, "sleep") or 0, signal.SIGKILL)
    assert container.wait(10) == 128 + signal.SIGKILL


def test_input_and_output_pass_through() -> None:
    done = run("sh", "-c", "cat; echo wrong >&2", input="a\nb\n" * 10000)
    assert done.stdout == "a\nb\n" * 10000
    assert done.stderr == "wrong\n"


def test_there_is_nothing_but_what_was_given() -> None:
    """Python ignores SIGPIPE and holds files; neither must be seen inside."""
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    done = run(
        "sh", "-c", "ls /proc/self/fd | wc -l; grep Sig[IB] /proc/self/status", pass_fds=(writing,)
    )
    os.close(reading)
    os.close(writing)
    count, *masks = done.stdout.split()
    assert count == "4"  # 0, 1, 2 and the directory that ls reads
    internal = 1 << 31  # glibc's signal 32: GNU make leaves it ignored, and runc does too
    assert {int(mask, 16) & ~internal for mask in masks[1::2]} == {0}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1])
def test_signals_pass_through(number: int) -> None:
    name = signal.Signals(number).name.removeprefix("SIG")
    script = f"trap 'echo got {name}; exit 3' {name}; echo ready; while :; do sleep 0.05; done"
    container = start("sh", "-c", script)
    assert container.stdout and container.stdout.readline() == "ready\n"
    container.send_signal(number)
    assert container.stdout.read() == f"got {name}\n"
    assert container.wait(10) == 3


def test_host_usr_is_the_root_and_cant_be_written() -> None:
    done = run("sh", "-c", "ls /usr/bin/env && ls /; touch /usr/x; touch /x")
    assert "/usr/bin/env" in done.stdout
    assert "etc" in done.stdout and "home" not in done.stdout
    assert done.stderr.count("Read-only file system") == 2


def test_busybox_is_a_whole_image(bundle: Path) -> None:
    done = run("--bundle", str(bundle), "sh", "-c", "id -u; hostname; ls /; echo $HOME; exit 5")
    assert done.stdout.split() == ["0", "runc", "bin", "dev", "etc", "proc", "sys", "tmp", "/"]
    assert done.returncode == 5


def test_the_bundles_own_program_runs(change: Callable) -> None:
    def edit(asked: dict) -> None:
        asked["process"]["args"] = ["sh", "-c", "echo $GREETING; pwd"]
        asked["process"]["env"].append("GREETING=hello")
        asked["process"]["cwd"] = "/tmp"

    assert run("--bundle", str(change(edit))).stdout == "hello\n/tmp\n"


def test_an_image_made_by_hand(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Busybox and a second layer over it, packed as an OCI image, read back and run."""
    first, made = bundle / "rootfs", tmp_path_factory.mktemp("image")
    (made / "above").mkdir()
    (made / "above" / "motto").write_text("by hand\n")
    images.write_image(made / "layout", [images.pack(first), images.pack(made / "above")], {})
    shutil.rmtree(first)
    first.mkdir()
    for layer in images.read_image(made / "layout")[1]:
        images.unpack(layer, first)
    assert run("--bundle", str(bundle), "cat", "/motto").stdout == "by hand\n"


def test_a_terminal_passes_through() -> None:
    master, slave = pty.openpty()
    script = "tty; stty size; exec cat"
    container = start("sh", "-c", script, stdin=slave, stdout=slave, stderr=slave, text=False)
    os.close(slave)
    seen = _read_until(master, b"0 0")
    assert b"/dev/pts/0" in seen
    os.write(master, b"typed\r")
    assert _read_until(master, b"typed\r\ntyped").count(b"typed") == 2  # the echo, and cat
    os.write(master, b"\x04")  # Ctrl-D
    assert container.wait(10) == 0
    os.close(master)


def test_ctrl_c_reaches_the_terminal_inside() -> None:
    master, slave = pty.openpty()
    script = "trap 'exit 9' INT; echo ready; while :; do sleep 0.05; done"
    container = start("sh", "-c", script, stdin=slave, stdout=slave, stderr=slave, text=False)
    os.close(slave)
    _read_until(master, b"ready")
    os.write(master, b"\x03")
    assert container.wait(10) == 9
    os.close(master)


@pytest.mark.parametrize("step", [0, 7, 13, 16])
def test_steps_on_the_way_have_a_terminal_too(step: int) -> None:
    said = _at_a_terminal("snippets.container.steps", str(step), "sh", "-c", "test -t 0 && echo it")
    assert said == (0, b"it\r\n")


def test_no_container_at_a_terminal(change: Callable) -> None:
    bundle = change(lambda asked: asked["process"].update(terminal=True))
    change(lambda asked: asked["mounts"][0].update(type="nonsense"))
    status, said = _at_a_terminal("snippets.container.run", "--bundle", str(bundle))
    assert status == 1
    assert said.startswith(b"three-walls: mounts: ") and said.count(b"\n") == 1


def _at_a_terminal(*module_and_arguments: str) -> tuple[int, bytes]:
    """Exit status and output of a command that is at a terminal."""
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execv(BASE[0], [BASE[0], "-m", *module_and_arguments])
    seen = b""
    with open(master, "rb", buffering=0) as terminal, suppress(OSError):  # EIO at the end
        while piece := terminal.read(4096):
            seen += piece
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), seen


def test_usage() -> None:
    assert "--bundle" in run("--help").stdout
    assert run("--nonsense").returncode == 2


def test_started_as_a_file_with_a_bare_python() -> None:
    """The fast way: no site, no search path."""
    command = [BASE[0], "-I", "-S", str(ROOT / "snippets/container/run.py"), "echo", "hello"]
    assert subprocess.run(command, capture_output=True, cwd="/").stdout == b"hello\n"


def test_two_at_once() -> None:
    first, second = start("sleep", "30"), start("sh", "-c", "sleep 0.2; exit 6")
    assert second.wait(10) == 6
    assert first.poll() is None
    end(first)


def _read_until(master: int, text: bytes) -> bytes:
    seen = b""
    while text not in seen:
        assert select.select([master], [], [], 10)[0], seen
        seen += os.read(master, 4096)
    return seen
