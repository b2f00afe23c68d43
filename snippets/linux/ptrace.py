"""ptrace(2): stop a child, read and write its registers (x86-64 only), count its system calls."""

import ctypes
import json
import os
import signal as signals
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from snippets.linux.children import fork

TRACEME, CONT, SINGLESTEP, GETREGS, SETREGS = 0, 7, 9, 12, 13
SYSCALL, SYSEMU, SETOPTIONS, GET_SYSCALL_INFO = 24, 31, 0x4200, 0x420E
TRACESYSGOOD, TRACEFORK, TRACEVFORK, TRACECLONE, TRACEEXEC, EXITKILL = 1, 2, 4, 8, 16, 0x100000
WALL = 0x40000000  # wait(2), __WALL: for threads as well

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


def _ptrace(request: int, pid: int, data: int | None = None, address: int | None = None) -> None:
    if _libc.ptrace(request, pid, address, data) == -1:
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


def next_call_unmade(pid: int) -> Registers:
    """Let the stopped child ``pid`` go on to its next system call, which the kernel then skips.

    Returns its registers there: the call's number in orig_rax; what is put into rax, it gets as the
    call's result. Source: ptrace(2), PTRACE_SYSEMU.
    """
    _ptrace(SYSEMU, pid)
    os.waitpid(pid, 0)
    return registers(pid)


class SystemCall(ctypes.Structure):
    """The beginning of struct ptrace_syscall_info of <linux/ptrace.h>."""

    _fields_ = [
        ("op", ctypes.c_uint8),
        ("arch", ctypes.c_uint32),
        ("instruction_pointer", ctypes.c_uint64),
        ("stack_pointer", ctypes.c_uint64),
        ("number", ctypes.c_uint64),  # if op says that it begins
    ]


BEGINS = 1  # SystemCall.op: PTRACE_SYSCALL_INFO_ENTRY


def system_calls(function: Callable[..., Any], *args: Any) -> tuple[Any, Counter[int]]:
    """Call a function in a child; count, by number, the system calls that it, its threads and all
    its descendants make. Returns what the function returned (it must be JSON) and the counts.

    It waits for every child of this process: there should be no other. Needs Linux 5.3.
    Raises ChildProcessError if the function raised.
    Source: ptrace(2), PTRACE_GET_SYSCALL_INFO.
    """
    calls: Counter[int] = Counter()
    answer = os.memfd_create("answer")
    first = fork()
    if first == 0:
        trace_me()
        os.kill(os.getpid(), signals.SIGSTOP)
        os.write(answer, json.dumps(function(*args)).encode())
        os._exit(0)
    os.waitpid(first, 0)
    follow = TRACEFORK | TRACEVFORK | TRACECLONE | TRACEEXEC
    _ptrace(SETOPTIONS, first, TRACESYSGOOD | EXITKILL | follow)
    _ptrace(SYSCALL, first)
    with suppress(ChildProcessError):  # there is none left to wait for
        while True:
            thread, status = os.waitpid(-1, WALL)
            if os.WIFSTOPPED(status):
                with suppress(ProcessLookupError):  # killed while it was stopped
                    _count(thread, status, calls)
    with os.fdopen(answer, "rb") as file:
        file.seek(0)
        text = file.read()
    if not text:
        raise ChildProcessError("the traced function failed")
    return json.loads(text), calls


def _count(thread: int, status: int, calls: Counter[int]) -> None:
    """Look why a thread has stopped, then let it go on to its next system call."""
    signal = os.WSTOPSIG(status)
    if signal == signals.SIGTRAP | 0x80:  # what TRACESYSGOOD means
        call = SystemCall()
        _ptrace(GET_SYSCALL_INFO, thread, ctypes.addressof(call), ctypes.sizeof(call))
        if call.op == BEGINS:
            calls[call.number] += 1
    begun = signal in (signals.SIGSTOP, signals.SIGTRAP, signals.SIGTRAP | 0x80)
    _ptrace(SYSCALL, thread, 0 if begun else signal)
