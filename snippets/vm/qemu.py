"""A guest in QEMU's emulator (TCG): slower than KVM, but it runs anywhere, and for every user."""

import os
import select
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

from snippets.linux.children import fork

PROGRAM = "qemu-system-x86_64"
FIRST_BYTE = 8  # seconds
MACHINE = ["-M", "microvm,acpi=off", "-accel", "tcg", "-serial", "stdio", "-no-reboot"]
BARE = ["-nodefaults", "-no-user-config", "-display", "none"]
# With ACPI, a microvm's kernel wants no timer but the TSC; where the host is too busy for the
# TSC to be measured, it then waits for ever. reboot=t is a triple fault: -no-reboot ends there.
KERNEL_OPTIONS = "console=ttyS0 earlyprintk=ttyS0 reboot=t panic=-1"


@dataclass(frozen=True)
class Boot:
    """What came of a guest.

    log: all that it printed. seconds: from QEMU's start to its end. starts: 2 if the first hung.
    ended: whether it ended by itself, within its time limit.
    """

    log: str
    seconds: float
    starts: int
    ended: bool


def missing() -> str | None:
    """Why QEMU can't be used here, or None."""
    if not shutil.which(PROGRAM):
        return f"needs {PROGRAM}; apt install qemu-system-x86"
    return None


def boot(
    arguments: list[str],
    time_limit: float,
    machine: list[str] = MACHINE,
    first_byte: float = FIRST_BYTE,
) -> Boot:
    """Run QEMU with these arguments until the guest ends, or until its time is over.

    A start that prints nothing within ``first_byte`` seconds is given up and tried once more.
    time_limit: seconds. Raises TimeoutError if the second start prints nothing either.
    """
    program = shutil.which(PROGRAM)
    if not program:
        raise FileNotFoundError(missing())
    for starts in (1, 2):
        started = time.monotonic()
        log, ended = _run([program, *BARE, *machine, *arguments], time_limit, first_byte)
        if log or ended:
            text = log.decode(errors="replace").replace("\r\n", "\n")
            return Boot(text, time.monotonic() - started, starts, ended)
    raise TimeoutError(f"QEMU printed nothing within {first_byte} s, twice")


def _run(command: list[str], time_limit: float, first_byte: float) -> tuple[bytes, bool]:
    """What the command printed, and whether it ended by itself."""
    reading, writing = os.pipe()
    qemu = fork()  # the kernel kills it if we die first
    if qemu == 0:
        with suppress(OSError):
            os.setpgid(0, 0)  # Ctrl-C is for us, who then end it
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(writing, 1)
            os.dup2(writing, 2)
            os.execv(command[0], command)
        os._exit(127)
    os.close(writing)
    printed, start = bytearray(), time.monotonic()
    try:
        while True:
            limit = time_limit if printed else min(first_byte, time_limit)
            left = start + limit - time.monotonic()
            if left <= 0 or not select.select([reading], [], [], left)[0]:
                return bytes(printed), False
            if not (chunk := os.read(reading, 1 << 16)):
                return bytes(printed), True
            printed += chunk
    finally:
        os.close(reading)
        os.kill(qemu, signal.SIGKILL)
        os.waitpid(qemu, 0)
