"""ptrace(2): stop a child, read and write its registers, let it go on (x86-64 only)."""

import ctypes
import os
import signal as signals
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from snippets.linux.children import fork

TRACEME, CONT, SINGLESTEP, GETREGS, SETREGS = 0, 7, 9, 12, 13

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_libc.ptrace.restype = ctypes.c_long

# struct user_regs_struct of <sys/user.h>, in its order
NAMES = """
    r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax
    rip cs eflags rsp ss fs_base gs_base ds es fs gs
"""


class Registers(ctypes.Structure):
    """The registers of a stopped thread, by name."""

    _fields_ = [(name, ctypes.c_uint64) for name in NAMES.split()]


def _ptrace(request: int, pid: int, data=None) -> None:
    if _libc.ptrace(request, pid, None, data) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"ptrace request {request} on {pid}: {os.strerror(number)}")


def trace_me() -> None:
    """Let the parent trace this process: from now on every signal but SIGKILL stops it."""
    _ptrace(TRACEME, 0)


def registers(pid: int) -> Registers:
    """The registers of the stopped child ``pid``."""
    result = Registers()
    _ptrace(GETREGS, pid, ctypes.addressof(result))
    return result


def set_registers(pid: int, values: Registers) -> None:
    """Give the stopped child ``pid`` other registers; it goes on with them."""
    _ptrace(SETREGS, pid, ctypes.addressof(values))


def resume(pid: int, signal: int = 0) -> None:
    """Let the stopped child ``pid`` go on, handing it ``signal`` (0: none)."""
    _ptrace(CONT, pid, signal)


def single_step(pid: int) -> None:
    """Let the stopped child ``pid`` execute one instruction, then stop again (SIGTRAP)."""
    _ptrace(SINGLESTEP, pid)


@contextmanager
def traced_child(function: Callable[[], object]) -> Iterator[int]:
    """A child that runs ``function`` until the block ends, and stops for us at every signal.

    Gives its PID at its first stop: ``function`` must come to an ``int3`` or signal itself.
    """
    child = fork()
    if child == 0:
        trace_me()
        function()
        os._exit(0)
    try:
        os.waitpid(child, 0)
        yield child
    finally:
        os.kill(child, signals.SIGKILL)
        os.waitpid(child, 0)


def stop(pid: int) -> None:
    """Stop the running child ``pid``, wherever it is, and wait until it has stopped."""
    os.kill(pid, signals.SIGSTOP)
    os.waitpid(pid, 0)


def step(pid: int) -> Registers:
    """Let the stopped child ``pid`` execute one instruction; returns its registers after it."""
    single_step(pid)
    os.waitpid(pid, 0)
    return registers(pid)
