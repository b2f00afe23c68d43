"""Kernels of a few bytes: a bzImage's header around machine code, for tests of the hypervisor."""

import struct

from snippets.linux.machine_code import listing

ENTRY = 0x200  # of the code in 64 bits


def bzimage(
    code: bytes, version: int = 0x20F, xloadflags: int = 1, init_size: int = 1 << 20
) -> bytes:
    """A file that has all that the boot protocol asks for; code: begins in 64 bits, ring 0."""
    body = bytes(ENTRY) + code
    body += bytes(-len(body) % 16)
    header = bytearray(1024)
    for place, layout, value in (
        (0x1F1, "B", 1),  # setup_sects
        (0x1F4, "<I", len(body) // 16),  # syssize
        (0x201, "B", 0x6A),  # the header ends at 0x26C
        (0x202, "4s", b"HdrS"),
        (0x206, "<H", version),
        (0x22C, "<I", 0x7FFFFFFF),  # initrd_addr_max
        (0x236, "<H", xloadflags),
        (0x238, "<I", 2047),  # cmdline_size
        (0x258, "<Q", 0x100000),  # pref_address
        (0x260, "<I", init_size),
    ):
        struct.pack_into(layout, header, place, value)
    return bytes(header) + body


HELLO = """
    66 ba f8 03 ; mov dx, 0x3f8
    b0 48       ; mov al, 'H'
    ee          ; out dx, al
    b0 69       ; mov al, 'i'
    ee          ; out dx, al
"""
POWER_OFF = "0f 0b ; ud2: without a table of handlers a triple fault"
HALT = "fa ; cli \n f4 ; hlt"
HANG = "eb fe ; again: jmp again"
CANT = """
    f0 48 0f c7 0c 25 00 00 00 40 ; lock cmpxchg16b [0x40000000], where there is no memory
"""
ECHO = """
    66 ba fd 03 ; again: mov dx, 0x3fd
    ec          ; in al, dx
    a8 01       ; test al, 1: was something typed?
    74 f7       ; jz again
    66 ba f8 03 ; mov dx, 0x3f8
    ec          ; in al, dx
    ee          ; out dx, al
    3c 71       ; cmp al, 'q'
    75 ed       ; jne again
    0f 0b       ; ud2
"""


def kernel(*parts: str) -> bytes:
    return bzimage(b"".join(listing(part) for part in parts))
