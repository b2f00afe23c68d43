"""Capabilities: root's power cut into single bits, and the sets of them that each thread carries.

A set is a number with one bit for each capability. Every change here is for good, and only for
the calling thread. Source: capabilities(7).
"""

import ctypes
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from snippets.linux.libc import call

(  # linux/capability.h: the number of each is its place in this list
    CAP_CHOWN,
    CAP_DAC_OVERRIDE,
    CAP_DAC_READ_SEARCH,
    CAP_FOWNER,
    CAP_FSETID,
    CAP_KILL,
    CAP_SETGID,
    CAP_SETUID,
    CAP_SETPCAP,
    CAP_LINUX_IMMUTABLE,
    CAP_NET_BIND_SERVICE,
    CAP_NET_BROADCAST,
    CAP_NET_ADMIN,
    CAP_NET_RAW,
    CAP_IPC_LOCK,
    CAP_IPC_OWNER,
    CAP_SYS_MODULE,
    CAP_SYS_RAWIO,
    CAP_SYS_CHROOT,
    CAP_SYS_PTRACE,
    CAP_SYS_PACCT,
    CAP_SYS_ADMIN,
    CAP_SYS_BOOT,
    CAP_SYS_NICE,
    CAP_SYS_RESOURCE,
    CAP_SYS_TIME,
    CAP_SYS_TTY_CONFIG,
    CAP_MKNOD,
    CAP_LEASE,
    CAP_AUDIT_WRITE,
    CAP_AUDIT_CONTROL,
    CAP_SETFCAP,
    CAP_MAC_OVERRIDE,
    CAP_MAC_ADMIN,
    CAP_SYSLOG,
    CAP_WAKE_ALARM,
    CAP_BLOCK_SUSPEND,
    CAP_AUDIT_READ,
    CAP_PERFMON,
    CAP_BPF,
    CAP_CHECKPOINT_RESTORE,
) = range(41)

NAMES = {number: name for name, number in globals().items() if name.startswith("CAP_")}

SETS = {  # by the names of their lines in /proc/PID/status
    "bounding": "CapBnd",
    "permitted": "CapPrm",
    "effective": "CapEff",
    "ambient": "CapAmb",
    "inheritable": "CapInh",
}

PR_CAPBSET_DROP, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 24, 47, 2  # linux/prctl.h


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapData(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable"))


_VERSION_3 = 0x20080522


def last_capability() -> int:
    """The highest number that this kernel has a capability for. Source: capabilities(7), NOTES."""
    return int(Path("/proc/sys/kernel/cap_last_cap").read_text())


def one(*capabilities: int) -> int:
    """The set of just these capabilities."""
    return sum(1 << capability for capability in set(capabilities))


def names(capabilities: int) -> list[str]:
    """The names of the capabilities in a set; a number for those that we have no name for."""
    numbers = [n for n in range(capabilities.bit_length()) if capabilities >> n & 1]
    return [NAMES.get(number, str(number)) for number in numbers]


def capability_sets(status: dict[str, str]) -> dict[str, int]:
    """The five sets of a process, from its ``/proc/PID/status`` as snippets.linux.proc reads it.

    Source: proc(5), /proc/pid/status.
    """
    return {name: int(status[line], 16) for name, line in SETS.items()}


# --8<-- [start:capset]
def capset(effective: int, permitted: int | None = None, inheritable: int = 0) -> None:
    """Replace three of this thread's sets; 0 gives up all.

    permitted: like effective, if left out. What is put into effect must be permitted.
    Raises OSError (EPERM): to permit what was not permitted before is refused to everyone; to make
    inheritable what was not permitted before takes CAP_SETPCAP.
    Source: capset(2).
    """
    sets = (effective, effective if permitted is None else permitted, inheritable)
    words = (_CapData * 2)()  # 32 bits of each set, then the rest
    for word, shift in zip(words, (0, 32), strict=True):
        word.effective, word.permitted, word.inheritable = (s >> shift & 0xFFFFFFFF for s in sets)
    call("capset", ctypes.byref(_CapHeader(_VERSION_3, 0)), ctypes.byref(words))
    # --8<-- [end:capset]


def permitted_capabilities() -> int:
    """The capabilities that this thread may put into effect. Source: capget(2)."""
    words = (_CapData * 2)()
    call("capget", ctypes.byref(_CapHeader(_VERSION_3, 0)), ctypes.byref(words))
    return words[0].permitted | words[1].permitted << 32


def has_every_capability() -> bool:
    """Whether this thread may put into effect all that the kernel knows, as root usually may."""
    return permitted_capabilities() == (2 << last_capability()) - 1


# --8<-- [start:bounding]
def drop_from_bounding_set(capabilities: Iterable[int]) -> None:
    """Take capabilities from the most that a file can bring when this thread executes it.

    Its descendants inherit that; only a new user namespace begins with a full set again.
    Raises OSError: EPERM without CAP_SETPCAP, EINVAL for a number that this kernel lacks.
    Source: prctl(2), PR_CAPBSET_DROP.
    """
    for capability in capabilities:
        _prctl(PR_CAPBSET_DROP, capability)
        # --8<-- [end:bounding]


# --8<-- [start:ambient]
def raise_ambient(capability: int) -> None:
    """Keep a capability across exec, though the user is not 0 and the file grants none.

    Raises OSError (EPERM) unless it is both permitted and inheritable.
    Source: prctl(2), PR_CAP_AMBIENT.
    """
    _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability)
    # --8<-- [end:ambient]


def _prctl(option: int, *values: int) -> None:
    arguments: list[Any] = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    call("prctl", option, *arguments)
