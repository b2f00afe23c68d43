"""seccomp filters: small programs that the kernel runs at every system call of a thread.

A filter looks at the call's number and arguments and returns a verdict. It is written in the
machine language of the "Berkeley Packet Filter" (BPF): one value is loaded, compared, and jumped
on. Source: seccomp(2), Documentation/userspace-api/seccomp_filter.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from errno import EPERM

from snippets.linux.credentials import no_new_privs
from snippets.linux.libc import call

PR_SET_SECCOMP = 22  # linux/prctl.h
SECCOMP_MODE_DISABLED, SECCOMP_MODE_STRICT, SECCOMP_MODE_FILTER = 0, 1, 2  # linux/seccomp.h

NUMBER, ARCHITECTURE = 0, 4  # where they are in the data that a filter may load
ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000  # as if by the signal SIGSYS
X32 = 0x40000000  # x86-64 only: from this number on it is a third set of calls, x32


def error(number: int) -> int:
    """The verdict: don't make the call, let it fail with this error."""
    return 0x00050000 | number


def instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One instruction of BPF. A comparison says how many of the next ones to leave out."""
    return struct.pack("HBBI", code, if_true, if_false, value)


def load(offset: int) -> bytes:
    """Look at 32 bits of what is known of the call: ``NUMBER``, ``ARCHITECTURE`` ..."""
    return instruction(0x20, offset)


def verdict(value: int) -> bytes:
    """The end: ``ALLOW``, ``KILL_PROCESS``, ``error(EPERM)`` ..."""
    return instruction(0x06, value)


def when_equal(value: int, then: int) -> list[bytes]:
    """If what was loaded is ``value``, the verdict is ``then``; else go on."""
    return [instruction(0x15, value, if_false=1), verdict(then)]


def unless_equal(value: int, then: int) -> list[bytes]:
    """If it is not ``value``, the verdict is ``then``; else go on."""
    return [instruction(0x15, value, if_true=1), verdict(then)]


def when_at_least(value: int, then: int) -> list[bytes]:
    """If it is ``value`` or more, the verdict is ``then``; else go on."""
    return [instruction(0x35, value, if_false=1), verdict(then)]


# How the kernel calls a way in (linux/audit.h), and which numbers two calls have there.
_WAYS_IN = {
    "x86_64": (0xC000003E, 63, 79),
    "aarch64": (0xC00000B7, 160, 17),
    "riscv64": (0xC00000F3, 160, 17),
    "i686": (0x40000003, 122, 183),
}


def _here() -> str:
    machine = os.uname().machine
    return "i686" if machine in ("i386", "i586") or sys.maxsize < 2**32 else machine


THIS_ARCHITECTURE, UNAME, GETCWD = _WAYS_IN.get(_here(), (0, 0, 0))


# --8<-- [start:forbid]
def forbid(*numbers: int) -> list[bytes]:
    """A filter with which these calls fail with EPERM, and all others pass."""
    return [
        load(ARCHITECTURE),  # of the way by which the call came in
        *unless_equal(THIS_ARCHITECTURE, KILL_PROCESS),
        load(NUMBER),
        *when_at_least(X32, KILL_PROCESS),
        *(each for number in numbers for each in when_equal(number, error(EPERM))),
        verdict(ALLOW),
    ]
    # --8<-- [end:forbid]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


# --8<-- [start:install]
def install(instructions: Iterable[bytes]) -> None:
    """Put a filter on this thread and on what it forks and executes from now on, for ever.

    A further one comes on top: all are asked, and the strictest verdict counts. Sets no_new_privs:
    without it only CAP_SYS_ADMIN may do this.
    Raises OSError: EINVAL if the program is none, or if there is no filtering here.
    """
    no_new_privs()
    set_mode(SECCOMP_MODE_FILTER, list(instructions))


def set_mode(mode: int, instructions: Iterable[bytes] = ()) -> None:
    """Ask for a mode of seccomp. Raises OSError: EINVAL if another mode is on already, or if
    there is no such request: to switch seccomp off is none.

    Source: prctl(2), PR_SET_SECCOMP.
    """
    code = b"".join(instructions)
    program = _Program(len(code) // 8, code)
    call("prctl", PR_SET_SECCOMP, ctypes.c_ulong(mode), ctypes.byref(program))
    # --8<-- [end:install]
