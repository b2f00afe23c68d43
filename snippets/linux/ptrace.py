"""ptrace(2): stop a child, read and write its registers, let it go on (x86-64 only)."""

import ctypes
import os

TRACEME, CONT, SINGLESTEP, GETREGS, SETREGS, SETOPTIONS = 0, 7, 9, 12, 13, 0x4200
EXITKILL = 1 << 20  # the child dies if its tracer does

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_libc.ptrace.restype = ctypes.c_long


NAMES = (
    "r15",
    "r14",
    "r13",
    "r12",
    "rbp",
    "rbx",
    "r11",
    "r10",
    "r9",
    "r8",
    "rax",
    "rcx",
    "rdx",
    "rsi",
    "rdi",
    "orig_rax",
    "rip",
    "cs",
    "eflags",
    "rsp",
    "ss",
    "fs_base",
    "gs_base",
    "ds",
    "es",
    "fs",
    "gs",
)  # in the kernel's order


class Registers(ctypes.Structure):
    """``struct user_regs_struct`` of ``<sys/user.h>``: a stopped thread's registers."""

    _fields_ = [(name, ctypes.c_uint64) for name in NAMES]


def _ptrace(request: int, pid: int, data=None) -> None:
    if _libc.ptrace(request, pid, None, data) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"ptrace request {request} on {pid}: {os.strerror(number)}")


def trace_me() -> None:
    """Let the parent trace this process: from now on every signal stops it."""
    _ptrace(TRACEME, 0)


def die_with_tracer(pid: int) -> None:
    """Kill the stopped child ``pid`` should we die before it."""
    _ptrace(SETOPTIONS, pid, EXITKILL)


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
