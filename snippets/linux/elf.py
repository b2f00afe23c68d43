"""ELF files: the table that says which parts go to memory, and what is allowed there."""

import struct
from typing import NamedTuple

PT_LOAD = 1
PF_X, PF_W, PF_R = 1, 2, 4


class Segment(NamedTuple):
    """A part of an ELF file that goes to memory as one piece. Source: elf(5), ``Elf64_Phdr``."""

    offset: int  # where it begins in the file, in bytes
    size: int  # bytes in the file
    address: int  # where it goes in memory
    permissions: str  # "r-x": read and execute


def segments(file: bytes) -> list[Segment]:
    """The ``PT_LOAD`` segments of an ELF file. Raises ValueError if it is none."""
    if file[:4] != b"\x7fELF":
        raise ValueError("no ELF file: its first four bytes are not 7f 45 4c 46")
    order = "<" if file[5] == 1 else ">"
    if file[4] == 2:  # 64 bits
        [start] = struct.unpack_from(order + "Q", file, 0x20)
        size, count = struct.unpack_from(order + "HH", file, 0x36)
        fields = "IIQQQQ"  # p_type, p_flags, p_offset, p_vaddr, p_paddr, p_filesz
        kind, flags, offset, address, length = 0, 1, 2, 3, 5
    else:
        [start] = struct.unpack_from(order + "I", file, 0x1C)
        size, count = struct.unpack_from(order + "HH", file, 0x2A)
        fields = "IIIIIII"  # p_type, p_offset, p_vaddr, p_paddr, p_filesz, p_memsz, p_flags
        kind, flags, offset, address, length = 0, 6, 1, 2, 4
    table = [struct.unpack_from(order + fields, file, start + n * size) for n in range(count)]
    return [
        Segment(row[offset], row[length], row[address], _permissions(row[flags]))
        for row in table
        if row[kind] == PT_LOAD
    ]


def without_table(file: bytes) -> bytes:
    """The same ELF file, but it says that its table has no lines (``e_phnum`` is 0)."""
    count = 0x38 if file[4] == 2 else 0x2C
    return file[:count] + bytes(2) + file[count + 2 :]


def _permissions(flags: int) -> str:
    return "".join(
        letter if flags & bit else "-" for letter, bit in (("r", PF_R), ("w", PF_W), ("x", PF_X))
    )


def program(code: bytes) -> bytes:
    """A whole ELF file, for x86-64 Linux, of nothing but code; it needs no library.

    Source: elf(5), ``Elf64_Ehdr`` and ``Elf64_Phdr``.
    """
    address, heads = 0x400000, 64 + 56
    size = heads + len(code)
    executable, x86_64, version = 2, 62, 1
    head = struct.pack("<16sHHI", b"\x7fELF\x02\x01\x01", executable, x86_64, version)
    head += struct.pack("<QQQIHHHHHH", address + heads, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    line = struct.pack("<IIQQQQQQ", PT_LOAD, PF_R | PF_X, 0, address, address, size, size, 4096)
    return head + line + code
