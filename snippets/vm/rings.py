"""A guest's CPU made ready in 64 bits, in a ring of one's choice."""

import struct

from snippets.linux.kvm import Machine, VCpu, map_identity

TABLES = 0x8000  # where the page tables are: three pages
USER = 1 << 2  # in an entry of them: also for ring 3
IOPL_3 = 3 << 12  # in RFLAGS: ring 3 may use IN and OUT


# --8<-- [start:begin]
def begin(machine: Machine, ring: int) -> VCpu:
    """A CPU about to run what is at 0x1000, in ring 0 or 3; with OUT allowed, as in ring 0.

    Each address up to 1 GiB stays what it is, and ring 3 may use it.
    """
    map_identity(machine.memory, TABLES)
    for entry in range(TABLES, TABLES + 0x3000, 8):
        [value] = struct.unpack_from("<Q", machine.memory, entry)
        struct.pack_into("<Q", machine.memory, entry, value | USER)
    cpu = machine.cpu()
    cpu.long_mode(0x1000, TABLES)
    special = cpu.special_registers
    for segment in (special.cs, special.ss, special.ds, special.es):
        segment.dpl = ring
        segment.selector |= ring
    cpu.special_registers = special
    registers = cpu.registers
    registers.rflags |= IOPL_3
    cpu.registers = registers
    return cpu
    # --8<-- [end:begin]
