"""Memory: where a mapping lies, what stands behind it, and a look into another process's."""

import ctypes
import mmap
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

LIBC = ctypes.CDLL(None, use_errno=True)


def address_of(mapping: mmap.mmap) -> int:
    """The address, in this process, at which a writable mapping begins."""
    return ctypes.addressof(ctypes.c_char.from_buffer(mapping))


def count_by_pages(mapping: mmap.mmap) -> None:
    """Have the kernel count a new mapping by itself, and page by page, even if huge pages are on.

    Source: madvise(2). MADV_DONTDUMP is there for a side effect: the kernel joins neighbouring
    mappings that are alike, and this one becomes unlike its neighbours.
    """
    mapping.madvise(mmap.MADV_DONTDUMP)
    with suppress(OSError):  # a kernel without huge pages has nothing to forbid
        mapping.madvise(mmap.MADV_NOHUGEPAGE)


class Use(NamedTuple):
    """What the kernel says of one mapping, in KiB.

    size: addresses. rss: pages with RAM behind them. pss: the same, but a page that n processes
    share counts as one nth of a page. shared, private: the pages with RAM behind them that another
    process has too, and those that only this one has.
    Source: proc(5), /proc/pid/smaps.
    """

    size: int
    rss: int
    pss: int
    shared: int
    private: int


def use(address: int, process: int | str = "self") -> Use:
    """The use of the mapping that an address lies in. Raises LookupError if it lies in none."""
    smaps = Path(f"/proc/{process}/smaps").read_text()
    for entry in re.split(r"^(?=[0-9a-f]+-[0-9a-f]+ )", smaps, flags=re.MULTILINE)[1:]:
        start, end = (int(number, 16) for number in entry.split(maxsplit=1)[0].split("-"))
        if start <= address < end:
            lines = re.findall(r"^(\w+): +(\d+) kB$", entry, re.MULTILINE)
            kib = {name: int(number) for name, number in lines}
            return Use(
                size=kib["Size"],
                rss=kib["Rss"],
                pss=kib["Pss"],
                shared=kib["Shared_Clean"] + kib["Shared_Dirty"],
                private=kib["Private_Clean"] + kib["Private_Dirty"],
            )
    raise LookupError(f"nothing is mapped at {address:#x}")


def pss(pids: Iterable[int]) -> float:
    """MiB of RAM behind all mappings of these processes; a page that n processes share counts as
    one nth for each. A process that has ended counts nothing.

    Source: proc(5), /proc/pid/smaps_rollup.
    """
    kib = 0
    for pid in pids:
        with suppress(FileNotFoundError, ProcessLookupError):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            kib += int((rollup.partition("Pss:")[2].split() or ["0"])[0])
    return kib / 1024


class _IoVec(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def read_memory(process: int, address: int, size: int) -> bytes:
    """Copy bytes out of the memory of another process, by process_vm_readv(2).

    Raises OSError: EPERM if this process may not trace that one, EFAULT if nothing readable is
    mapped there, ESRCH if there is no such process.
    """
    buffer = ctypes.create_string_buffer(size)
    here = _IoVec(ctypes.addressof(buffer), size)
    there = _IoVec(address, size)
    one, no_flags = ctypes.c_ulong(1), ctypes.c_ulong(0)
    copied = LIBC.process_vm_readv(
        process, ctypes.byref(here), one, ctypes.byref(there), one, no_flags
    )
    if copied < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return buffer.raw[:copied]
