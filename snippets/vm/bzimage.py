"""A Linux kernel's file for x86, a bzImage: what it says of itself, and what it wants to be told.

Source: Documentation/arch/x86/boot and zero-page; the layouts and names are asm/bootparam.h's.
"""

import ctypes
from ctypes import c_uint8, c_uint16, c_uint32, c_uint64


class Refused(Exception):
    """What we were given can't be booted; the message is one line for a person."""


# --8<-- [start:header]
class setup_header(ctypes.LittleEndianStructure):  # at byte 0x1F1 of the file
    _pack_ = 1
    _fields_ = (
        ("setup_sects", c_uint8),  # sectors of 512 bytes to skip, besides the first
        ("_1", c_uint8 * 2),
        ("syssize", c_uint32),  # how much there is behind them, in 16 bytes
        ("_2", c_uint8 * 8),
        ("jump", c_uint8 * 2),  # the second byte says how long this header is
        ("header", c_uint8 * 4),  # "HdrS"
        ("version", c_uint16),
        ("_3", c_uint8 * 8),
        ("type_of_loader", c_uint8),
        ("_4", c_uint8 * 7),
        ("ramdisk_image", c_uint32),
        ("ramdisk_size", c_uint32),
        ("_5", c_uint8 * 8),
        ("cmd_line_ptr", c_uint32),
        ("initrd_addr_max", c_uint32),
        ("_6", c_uint8 * 6),
        ("xloadflags", c_uint16),
        ("cmdline_size", c_uint32),
        ("_7", c_uint8 * 28),
        ("pref_address", c_uint64),  # where it likes best to be
        (
            "init_size",
            c_uint32,
        ),  # the bytes that it needs there, before it looks how many there are
    )


class boot_e820_entry(ctypes.LittleEndianStructure):
    _pack_ = 1
    _fields_ = (("addr", c_uint64), ("size", c_uint64), ("type", c_uint32))


class boot_params(ctypes.LittleEndianStructure):  # the "zero page", as far as we fill it
    _pack_ = 1
    _fields_ = (
        ("_1", c_uint8 * 0x1E8),
        ("e820_entries", c_uint8),
        ("_2", c_uint8 * 8),
        ("hdr", setup_header),
        ("_3", c_uint8 * (0x2D0 - 0x1F1 - ctypes.sizeof(setup_header))),
        ("e820_table", boot_e820_entry * 2),
    )


# --8<-- [end:header]

XLF_KERNEL_64 = 1 << 0  # in xloadflags: it can be entered in 64 bits, 0x200 behind its begin
E820_TYPE_RAM = 1
MIB = 1 << 20


# --8<-- [start:kernel]
class Kernel:
    """A kernel that can be started in 64 bits. Raises Refused, with what is wrong with another."""

    def __init__(self, file: bytes) -> None:
        if len(file) < 0x400 or file[0x202:0x206] != b"HdrS":
            raise Refused("is no Linux kernel for x86 (a bzImage has HdrS at byte 0x202)")
        self.header = header = setup_header.from_buffer_copy(file, 0x1F1)
        if header.version < 0x20C or not header.xloadflags & XLF_KERNEL_64:
            raise Refused("has no 64-bit entry: it is for 32 bits, or older than Linux 3.8")
        begin = (header.setup_sects + 1) * 512
        if len(file) < begin + header.syssize * 16:
            raise Refused(
                f"is cut off: of {begin + header.syssize * 16} bytes {len(file)} are here"
            )
        self.address = header.pref_address
        self.settings = file[0x1F1 : 0x202 + header.jump[1]]  # the header, whatever its length
        self.code = file[begin:]

    def place_for(self, initrd: int, memory: int) -> int:
        """The address for so many bytes of initrd: at the end of so much memory, page-aligned.

        Raises Refused if that is where the kernel unpacks itself.
        """
        end = self.address + max(self.header.init_size, len(self.code))
        place = min(memory, self.header.initrd_addr_max + 1) - initrd & -4096
        if place < end:
            least = -(-(end + initrd + 4095) // MIB)
            raise Refused(f"needs {least} MiB of memory with this initrd, and gets {memory // MIB}")
        return place


# --8<-- [end:kernel]
