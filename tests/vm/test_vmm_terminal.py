"""The terminal: the guest's while it runs, and as before after each way to end."""

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from snippets import needs
from tests.proofs.program import ROOT
from tests.vm.small_kernel import ECHO, HALT, HANG, HELLO, POWER_OFF, kernel

pytestmark = pytest.mark.skipif(bool(reason := needs.kvm()), reason=reason or "")

COMMAND = [sys.executable, "-m", "snippets.vm.vmm", "--anyway", "--kernel"]


class Terminal:
    """A terminal of one's own, with our command on it."""

    def __init__(self, path: Path, *arguments: str) -> None:
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.seen = b""
        self.command = subprocess.Popen(
            [*COMMAND, str(path), *arguments],
            cwd=ROOT,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            start_new_session=True,
            preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),  # it controls us
        )

    def read_until(self, text: bytes, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while text not in self.seen:
            if not select.select([self.master], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError(f"no {text!r} in {self.seen!r}")
            self.seen += os.read(self.master, 4096)

    def type(self, text: bytes) -> None:
        os.write(self.master, text)

    def is_raw(self) -> bool:
        local = termios.tcgetattr(self.slave)[3]
        return not local & (termios.ECHO | termios.ICANON | termios.ISIG)

    def is_as_before(self) -> bool:
        return termios.tcgetattr(self.slave) == self.before

    def close(self) -> None:
        """As when its window is closed."""
        if self.slave >= 0:
            os.close(self.slave)
            os.close(self.master)
            self.slave = self.master = -1


@pytest.fixture
def on_terminal(tmp_path: Path) -> Iterator:
    started = []

    def start(*parts: str, options: tuple[str, ...] = ()) -> Terminal:
        path = tmp_path / "vmlinuz"
        path.write_bytes(kernel(*parts))
        started.append(Terminal(path, *options))
        return started[-1]

    yield start
    for terminal in started:
        terminal.command.kill()
        terminal.command.wait()
        terminal.close()


def test_what_is_typed_goes_to_the_guest_ctrl_c_too(on_terminal) -> None:
    terminal = on_terminal(HELLO, ECHO)
    terminal.read_until(b"Hi")
    assert b"Ctrl-] stops the machine" in terminal.seen
    assert terminal.is_raw()
    terminal.type(b"ab\x03\x1a\x1c\r")
    terminal.read_until(b"ab\x03\x1a\x1c\r")  # by the guest alone: a raw terminal shows nothing
    assert terminal.command.poll() is None
    terminal.type(b"q")
    assert terminal.command.wait(30) == 0
    assert terminal.is_as_before()


@pytest.mark.parametrize("end", [POWER_OFF, HALT])
def test_the_guest_ends(on_terminal, end: str) -> None:
    terminal = on_terminal(HELLO, end)
    assert terminal.command.wait(30) == 0
    assert terminal.is_as_before()
    terminal.read_until(b"Hi")


def test_ctrl_right_bracket(on_terminal) -> None:
    terminal = on_terminal(HELLO, ECHO)
    terminal.read_until(b"Hi")
    terminal.type(b"\x1d")
    assert terminal.command.wait(30) == 128 + signal.SIGINT
    assert terminal.is_as_before()


@pytest.mark.parametrize("guest", [ECHO, HANG, HALT.replace("fa", "fb")])
@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT], ids=lambda n: n.name
)
def test_a_signal(on_terminal, guest: str, number: signal.Signals) -> None:
    """While the guest comes out often, never, and sleeps."""
    terminal = on_terminal(HELLO, guest)
    terminal.read_until(b"Hi")
    assert terminal.is_raw()
    terminal.command.send_signal(number)
    assert terminal.command.wait(30) == 128 + number
    assert terminal.is_as_before()


def test_the_time_limit(on_terminal) -> None:
    terminal = on_terminal(HELLO, HANG, options=("--time-limit", "0.5"))
    assert terminal.command.wait(30) == 124
    assert terminal.is_as_before()
    terminal.read_until(b"vmm: the guest was still running after 0.5 s\r\n")


def test_a_guest_that_crashes(on_terminal) -> None:
    from tests.vm.small_kernel import CANT

    terminal = on_terminal(HELLO, CANT)
    assert terminal.command.wait(30) == 3
    assert terminal.is_as_before()
    terminal.read_until(b"KVM_EXIT_INTERNAL_ERROR, suberror 1)\r\n")  # \r: the terminal was back


@pytest.mark.parametrize("guest", [ECHO, HANG, HALT.replace("fa", "fb")])
def test_the_terminal_is_closed(on_terminal, guest: str) -> None:
    terminal = on_terminal(HELLO, guest)
    terminal.read_until(b"Hi")
    terminal.close()
    assert terminal.command.wait(30) == 128 + signal.SIGHUP


def test_what_was_typed_too_late_is_not_for_the_shell(on_terminal) -> None:
    terminal = on_terminal(HELLO, HALT.replace("fa", "fb"))  # it never reads
    terminal.read_until(b"Hi")
    os.kill(terminal.command.pid, signal.SIGSTOP)
    terminal.type(b"rm -r *\n")
    terminal.command.send_signal(signal.SIGTERM)
    os.kill(terminal.command.pid, signal.SIGCONT)
    assert terminal.command.wait(30) == 128 + signal.SIGTERM
    assert not select.select([terminal.slave], [], [], 0.2)[0]


def run(path: Path, shell: str) -> subprocess.CompletedProcess:
    command = f"{' '.join(COMMAND)} {path} {shell}"
    return subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("end", [POWER_OFF, HALT])
@pytest.mark.parametrize("closed", ["<&-", "<&- 2>&-", "</dev/null"])
def test_without_input(tmp_path: Path, closed: str, end: str) -> None:
    path = tmp_path / "vmlinuz"
    path.write_bytes(kernel(HELLO, end))
    done = run(path, closed)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Hi", "")


def test_without_output(tmp_path: Path) -> None:
    path = tmp_path / "vmlinuz"
    path.write_bytes(kernel(HELLO, POWER_OFF))
    assert run(path, ">&- </dev/null").returncode == 0
    assert run(path, "<&- >&- 2>&-").returncode == 0


def test_a_reader_that_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "vmlinuz"
    path.write_bytes(kernel(HELLO, ECHO))
    done = run(path, "< <(sleep 1; yes) | head -c 3; exit ${PIPESTATUS[0]}")
    assert (done.returncode, done.stdout[:2]) == (1, "Hi")
    assert done.stderr == "vmm: [Errno 32] Broken pipe\n"


def test_input_from_a_pipe_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "vmlinuz"
    path.write_bytes(kernel(HELLO, ECHO))
    done = run(path, "< <(printf 'one\\x1d\\ntwo\\nq') --exits")
    assert (done.returncode, done.stdout) == (0, "Hione\x1d\ntwo\nq")
    assert done.stderr.splitlines()[-1].endswith("exits")
    assert "  IO         0x3f8  serial port 1\n" in done.stderr
