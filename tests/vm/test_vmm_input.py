"""What can't be booted: one line that names it, an exit status, and at once."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from snippets import needs
from snippets.linux.kvm import FAIL_ENTRY, OTHER, Machine
from snippets.vm import vmm
from snippets.vm.serial import Serial
from tests.proofs.program import ROOT
from tests.vm.small_kernel import CANT, HANG, HELLO, POWER_OFF, bzimage, kernel

MIB = 1 << 20
COMMAND = [sys.executable, "-m", "snippets.vm.vmm"]


def run(*arguments: str | Path, **options) -> subprocess.CompletedProcess:
    defaults: dict = {"capture_output": True, "text": True, "timeout": 60, "cwd": ROOT}
    if "stdin" not in options and "input" not in options:
        defaults["stdin"] = subprocess.DEVNULL
    return subprocess.run([*COMMAND, *map(str, arguments)], **(defaults | options))


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "vmlinuz"
    path.write_bytes(kernel(HELLO, POWER_OFF))
    return path


def refused(done: subprocess.CompletedProcess, *words: str) -> None:
    assert done.returncode == 1, done
    assert done.stdout == ""
    assert done.stderr.startswith("vmm: ") and done.stderr.count("\n") == 1, done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


@pytest.mark.parametrize(
    "file, what",
    [
        (b"", "is no Linux kernel for x86"),
        (b"#!/bin/sh\n" * 1000, "is no Linux kernel for x86"),
        (b"\x7fELF" + bytes(10000), "is no Linux kernel for x86"),
        (bzimage(b"\xf4", xloadflags=0), "has no 64-bit entry"),
        (bzimage(b"\xf4", version=0x20B), "has no 64-bit entry"),
        (bzimage(bytes(10000))[:-5000], "is cut off"),
        (
            bzimage(b"\xf4", init_size=200 * MIB),
            "needs 202 MiB of memory with this initrd, and get",
        ),
    ],
)
def test_no_kernel_for_it(tmp_path: Path, file: bytes, what: str) -> None:
    path = tmp_path / "odd"
    path.write_bytes(file)
    refused(run("--kernel", path), str(path), what)


def test_files_that_are_none(tmp_path: Path, good: Path) -> None:
    refused(run("--kernel", tmp_path / "nothing"), "nothing: No such file or directory")
    refused(run("--kernel", tmp_path), "is no file that can be read to its end")
    refused(run("--kernel", "/dev/zero"), "/dev/zero is no file")
    os.mkfifo(tmp_path / "pipe")
    refused(run("--kernel", tmp_path / "pipe"), "pipe is no file")
    refused(run("--kernel", good, "--initrd", tmp_path / "nothing"), "nothing: No such file")


def test_a_file_that_may_not_be_read(tmp_path: Path, good: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read every file")
    good.chmod(0)
    refused(run("--kernel", good), str(good), "Permission denied")


@pytest.mark.parametrize(
    "size, what", [(127, "needs 130 MiB of memory"), (1000, "has 1000 MiB, and the memory 128")]
)
def test_an_initrd_larger_than_memory(tmp_path: Path, good: Path, size: int, what: str) -> None:
    path = tmp_path / "initrd"
    with path.open("wb") as file:
        file.truncate(size * MIB)
    refused(run("--kernel", good, "--initrd", path), what)


@pytest.mark.parametrize("memory", [0, -1, 15, 3073, 1 << 20])
def test_a_memory_that_is_not_possible(good: Path, memory: int) -> None:
    done = run("--kernel", good, "--memory", str(memory))
    refused(done, f"a memory of {memory} MiB is not possible here, 16 to 3072 is")


def test_a_command_line_that_is_too_long(good: Path) -> None:
    refused(run("--kernel", good, "--append", "x" * 3000), "a command line of 2047 bytes at most")


@pytest.mark.parametrize("arguments", [[], ["--kernel"], ["--kernel", "x", "--memory", "much"]])
def test_a_wrong_command_line_of_ours(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2 and "vmm: error: " in done.stderr


def test_no_permission() -> None:
    """Asked as nobody, who is in no group."""
    if os.geteuid() != 0:
        pytest.skip("only root can try it as another user")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        good = Path(folder, "vmlinuz")
        good.write_bytes(kernel(HELLO, POWER_OFF))
        try:
            done = run("--kernel", good, user=65534, group=65534, extra_groups=[])
        except PermissionError:
            pytest.skip("this Python is in a folder that others may not enter")
    if not os.path.exists("/dev/kvm"):
        refused(done, "there is no /dev/kvm")
    elif os.stat("/dev/kvm").st_mode & 0o006 == 0:
        refused(done, "/dev/kvm is not open to this user")


def test_a_kvm_that_cannot_run_linux_is_not_tried(good: Path) -> None:
    if reason := needs.kvm():
        pytest.skip(reason)
    reason = needs.linux_on_kvm()
    done = run("--kernel", good)
    if reason:
        refused(done, reason)
    else:
        assert (done.returncode, done.stdout) == (0, "Hi")


@pytest.mark.skipif(bool(reason := needs.kvm()), reason=reason or "")
class TestWithKvm:
    def test_an_instruction_that_kvm_has_no_answer_to(self, tmp_path: Path) -> None:
        path = tmp_path / "vmlinuz"
        path.write_bytes(kernel(HELLO, CANT))
        done = run("--kernel", path, "--anyway", "--exits", "json")
        line, counts = done.stderr.splitlines()
        assert (done.returncode, done.stdout) == (3, "Hi")
        assert "the guest's instruction f0 48 0f c7 0c 25 00 00 00 40" in line
        assert "at 0x10020a (KVM_EXIT_INTERNAL_ERROR, suberror 1)" in line
        assert '[1, "INTERNAL_ERROR", "", ""]' in counts

    def test_exits_that_it_does_not_handle(self) -> None:
        with Machine(1 << 16) as machine:
            cpu, serial = machine.cpu(), Serial(print, print)
            with pytest.raises(vmm.Crashed, match="no answer to KVM_EXIT_DIRTY_RING_FULL"):
                vmm.handle(OTHER(31), cpu, serial)
            with pytest.raises(vmm.Crashed, match="no answer to KVM_EXIT_999"):
                vmm.handle(OTHER(999), cpu, serial)
            with pytest.raises(vmm.Crashed, match=r"KVM_EXIT_FAIL_ENTRY, 0x80000021"):
                vmm.handle(FAIL_ENTRY(0x80000021), cpu, serial)

    def test_memory_that_this_machine_lacks(self, good: Path) -> None:
        import resource

        def little() -> None:
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

        done = run("--kernel", good, "--anyway", "--memory", "2048", preexec_fn=little)
        refused(done, "2048 MiB of memory: Cannot allocate memory")

    def test_a_guest_that_never_ends(self, tmp_path: Path) -> None:
        path = tmp_path / "vmlinuz"
        path.write_bytes(kernel(HELLO, HANG))
        done = run("--kernel", path, "--anyway", "--time-limit", "0.5")
        assert (done.returncode, done.stdout) == (124, "Hi")
        assert done.stderr == "vmm: the guest was still running after 0.5 s\n"


def test_signals_that_a_parent_ignores_stay_ignored() -> None:
    code = (
        "import signal; from snippets.vm import vmm; vmm.listen(); "
        "print(signal.getsignal(signal.SIGHUP) == signal.SIG_IGN)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    assert done.stdout == "True\n"
