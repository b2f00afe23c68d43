"""A guest to try things in, with a shell script as its userspace: in our VMM where that boots
Linux, else in QEMU's emulator."""

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from snippets import needs
from snippets.linux import kvm as kvm  # now, since imports write files and programs may trace us
from snippets.linux import machine_code as machine_code
from snippets.linux.children import fork
from snippets.vm import guest, qemu

ROOT = Path(__file__).parents[2]
OPTIONS = "quiet"  # of the kernel's command line: only errors, please
TIME_LIMIT = 150  # seconds that one wait for the guest may take; an emulator in one is slow


# --8<-- [start:guest]
class Guest:
    """A running guest.

    pid: of the process of its VMM. status: its exit status, once ``wait`` has returned.
    """

    status: int | None = None

    def __init__(self, command: list[str]) -> None:
        self._text = ""
        keys, self._keyboard = os.pipe()
        self._screen, output = os.pipe()
        self.pid = fork()  # the kernel kills it if we die first
        if self.pid == 0:
            with suppress(OSError):
                os.dup2(keys, 0)
                os.dup2(output, 1)
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                os.chdir(ROOT)
                os.execv(command[0], command)
            os._exit(127)
        os.close(keys)
        os.close(output)

    def read_until(self, mark: str) -> str:
        """What it prints next, up to a mark, without this.

        Raises TimeoutError, and EOFError if it has ended.
        """
        end = time.monotonic() + TIME_LIMIT
        while mark not in self._text:
            if not self._more(end - time.monotonic()):
                raise EOFError(f"the guest ended before it said {mark!r}: {self._text[-300:]}")
        text, _, self._text = self._text.partition(mark)
        return text

    def type(self, line: str) -> None:
        """Type a line on its console."""
        os.write(self._keyboard, f"{line}\n".encode())

    def wait(self) -> str:
        """Wait for its end; what it still printed. Raises TimeoutError."""
        end = time.monotonic() + TIME_LIMIT
        while self._more(end - time.monotonic()):
            pass
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return re.sub(r"\[ *[\d.]+\] reboot: Restarting system\n", "", self._text)

    def ends(self, before: str) -> bool:
        """Wait for its end; False if it prints a mark before that. Raises TimeoutError."""
        try:
            self.read_until(before)
            return False
        except EOFError:
            self.wait()
            return True

    def _more(self, seconds: float) -> bool:
        """Read what is there; False at the end."""
        if not select.select([self._screen], [], [], max(seconds, 0))[0]:
            raise TimeoutError(f"the guest said nothing more: {self._text[-300:]}")
        printed = os.read(self._screen, 1 << 16)
        self._text += printed.decode(errors="replace").replace("\r", "")
        return bool(printed)

    def end(self) -> None:
        """Kill its VMM, if it runs; nothing of the machine is left."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._keyboard)
        os.close(self._screen)


# --8<-- [end:guest]


Command = Callable[[str, str, int], list[str]]  # of kernel, initramfs, MiB of memory


@contextmanager
def start(
    script: str, memory: int = 128, command: Command | None = None, more: bytes = b""
) -> Iterator[Guest]:
    """A guest that runs a shell script as process 1; the block begins when the script does.

    memory: MiB. command: that of a VMM, if it shall be another than ``vmm`` chooses. more: an
    archive of further files. At the end of the block the guest is killed, if it runs. Raises what
    ``guest.prepared`` raises, TimeoutError, and EOFError if it ended before the script.
    """
    files = guest.prepared()
    with open(os.memfd_create("initramfs"), "wb", buffering=0) as initrd:
        initrd.write(guest.initramfs(script, files.busybox.read_bytes()) + more)
        archive = f"/proc/{os.getpid()}/fd/{initrd.fileno()}"
        running = Guest((command or vmm())(str(files.kernel), archive, memory))
        try:
            running.read_until(f"{guest.MARK}\n")
            yield running
        finally:
            running.end()


def shell(script: str) -> Any:
    """The guests' shell as a process of the host, to run a script; gives its subprocess.Popen, with
    pipes. Raises what ``guest.prepared`` raises."""
    program = os.memfd_create("busybox")  # a file that may be executed, which the prepared is not
    try:
        os.write(program, guest.prepared().busybox.read_bytes())
        return subprocess.Popen(
            ["busybox", "sh", "-c", script],
            executable=f"/proc/{os.getpid()}/fd/{program}",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
    finally:
        os.close(program)


def boot(script: str, memory: int = 128) -> str:
    """Run a shell script as process 1 of a guest, until the guest ends; what it printed."""
    with start(script, memory) as running:
        return running.wait()


def vmm() -> Command:
    """The VMM that can boot Linux here: the function that makes its command."""
    return ours if needs.linux_on_kvm() is None else emulator


def ours(kernel: str, archive: str, memory: int) -> list[str]:
    """The command that runs our VMM, on KVM."""
    words = f"-m snippets.vm.vmm --kernel {kernel} --initrd {archive} --memory {memory}"
    return [sys.executable, *words.split(), "--append", OPTIONS]


def emulator(kernel: str, archive: str, memory: int) -> list[str]:
    """The command that runs QEMU's emulator."""
    return [_qemu(), *qemu.BARE, *qemu.MACHINE, *_for_qemu(kernel, archive, memory)]


def qemu_on_kvm(kernel: str, archive: str, memory: int) -> list[str]:
    """The command that runs QEMU's microvm on KVM; it needs no acpi=off, for KVM has a clock."""
    machine = {"microvm,acpi=off": "microvm", "tcg": "kvm"}
    words = [machine.get(word, word) for word in qemu.MACHINE]
    return [_qemu(), *qemu.BARE, *words, *_for_qemu(kernel, archive, memory)]


def _qemu() -> str:
    program = shutil.which(qemu.PROGRAM)
    if not program:
        raise FileNotFoundError(qemu.missing())
    return program


def _for_qemu(kernel: str, archive: str, memory: int) -> list[str]:
    words = f"-m {memory} -kernel {kernel} -initrd {archive} -append"
    return [*words.split(), f"{qemu.KERNEL_OPTIONS} {OPTIONS}"]
