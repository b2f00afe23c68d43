"""KVM: a virtual machine from Python, by ioctl and mmap (x86-64 only).

Names and layouts are those of linux/kvm.h and asm/kvm.h; what they mean is in
Documentation/virt/kvm/api.rst. A machine is memory and a CPU, and a guest is bytes in the memory:

    >>> from snippets.linux.kvm import HLT, IO, Machine
    >>> from snippets.linux.machine_code import listing
    >>> guest = listing('''
    ...     b0 34 ; mov al, '4'
    ...     e6 e9 ; out 0xe9, al
    ...     f4    ; hlt
    ... ''')
    >>> with Machine(memory=0x10000) as machine:
    ...     machine.load(0x1000, guest)
    ...     cpu = machine.cpu()
    ...     cpu.real_mode(0x1000)
    ...     for exit in cpu.run(time_limit=5):
    ...         match exit:
    ...             case IO(0xE9, data, write=True):
    ...                 print("the guest says", data)
    ...             case HLT():
    ...                 print("it halts at", hex(cpu.registers.rip))
    the guest says b'4'
    it halts at 0x1005

``machine.memory`` is the guest's memory: read it, slice it, write it. ``cpu.protected_mode()`` and
``cpu.long_mode()`` begin a guest in 32 and in 64 bits. To a guest that reads, from a port or from
an address without memory, ``cpu.answer(value)`` gives what it gets.
"""

import ctypes
import errno
import fcntl
import mmap
import os
import signal
import struct
import time
from collections.abc import Generator
from contextlib import ExitStack
from ctypes import c_uint8, c_uint16, c_uint32, c_uint64, sizeof
from dataclasses import dataclass
from typing import Any, Self

from snippets.linux.libc import call
from snippets.linux.memory import address_of


# --8<-- [start:structures]
def _fields(kind: Any, names: str) -> list[tuple[str, Any]]:
    """Fields of one kind, in their order."""
    return [(name, kind) for name in names.split()]


class kvm_segment(ctypes.Structure):
    _fields_ = (
        ("base", c_uint64),
        ("limit", c_uint32),
        ("selector", c_uint16),
        *_fields(c_uint8, "type present dpl db s l g avl unusable padding"),
    )


class kvm_dtable(ctypes.Structure):
    _fields_ = (("base", c_uint64), ("limit", c_uint16), ("padding", c_uint16 * 3))


class kvm_sregs(ctypes.Structure):  # the special registers: which mode, which page tables
    _fields_ = (
        *_fields(kvm_segment, "cs ds es fs gs ss tr ldt"),
        *_fields(kvm_dtable, "gdt idt"),
        *_fields(c_uint64, "cr0 cr2 cr3 cr4 cr8 efer apic_base"),
        ("interrupt_bitmap", c_uint64 * 4),
    )


class kvm_regs(ctypes.Structure):
    _fields_ = _fields(
        c_uint64, "rax rbx rcx rdx rsi rdi rsp rbp r8 r9 r10 r11 r12 r13 r14 r15 rip rflags"
    )


class kvm_userspace_memory_region(ctypes.Structure):
    _fields_ = (
        *_fields(c_uint32, "slot flags"),
        *_fields(c_uint64, "guest_phys_addr memory_size userspace_addr"),
    )


# --8<-- [end:structures]


class kvm_cpuid_entry2(ctypes.Structure):
    _fields_ = (
        *_fields(c_uint32, "function index flags eax ebx ecx edx"),
        ("padding", c_uint32 * 3),
    )


class kvm_cpuid2(ctypes.Structure):
    _fields_ = (("nent", c_uint32), ("padding", c_uint32), ("entries", kvm_cpuid_entry2 * 256))


class kvm_pit_config(ctypes.Structure):
    _fields_ = (("flags", c_uint32), ("pad", c_uint32 * 15))


class kvm_irq_level(ctypes.Structure):
    _fields_ = _fields(c_uint32, "irq level")


# --8<-- [start:kvm-run]
class _IO(ctypes.Structure):
    _fields_ = (
        ("direction", c_uint8),
        ("size", c_uint8),
        ("port", c_uint16),
        ("count", c_uint32),
        ("data_offset", c_uint64),  # from the beginning of kvm_run
    )


class _MMIO(ctypes.Structure):
    _fields_ = (
        ("phys_addr", c_uint64),
        ("data", c_uint8 * 8),
        ("len", c_uint32),
        ("is_write", c_uint8),
    )


class _EmulationFailure(ctypes.Structure):
    _fields_ = (
        ("suberror", c_uint32),
        ("ndata", c_uint32),
        ("flags", c_uint64),
        ("insn_size", c_uint8),
        ("insn_bytes", c_uint8 * 15),
    )


class _Why(ctypes.Union):
    _fields_ = (
        ("io", _IO),
        ("mmio", _MMIO),
        ("emulation_failure", _EmulationFailure),
        ("hardware_entry_failure_reason", c_uint64),
    )


class kvm_run(ctypes.Structure):  # as far as we read it
    _anonymous_ = ("why",)
    _fields_ = (
        ("request_interrupt_window", c_uint8),
        ("immediate_exit", c_uint8),
        ("padding1", c_uint8 * 6),
        ("exit_reason", c_uint32),
        ("ready_for_interrupt_injection", c_uint8),
        ("if_flag", c_uint8),
        ("flags", c_uint16),
        ("cr8", c_uint64),
        ("apic_base", c_uint64),
        ("why", _Why),
    )


# --8<-- [end:kvm-run]


# --8<-- [start:number]
KVMIO = 0xAE


def _number(direction: int, number: int, size: int) -> int:
    """The number of an ioctl: which way its argument goes, and how many bytes that has.

    Source: linux/ioctl.h, _IOC.
    """
    return direction << 30 | size << 16 | KVMIO << 8 | number


# --8<-- [end:number]


def _none(number: int) -> int:
    return _number(0, number, 0)


def _write(number: int, argument: Any) -> int:
    return _number(1, number, sizeof(argument))


def _read(number: int, argument: Any) -> int:
    return _number(2, number, sizeof(argument))


# --8<-- [start:names]
KVM_GET_API_VERSION = _none(0x00)  # of /dev/kvm
KVM_CREATE_VM = _none(0x01)
KVM_GET_VCPU_MMAP_SIZE = _none(0x04)
KVM_GET_SUPPORTED_CPUID = _number(3, 0x05, 8)  # of kvm_cpuid2 only what stands before the entries
KVM_CREATE_VCPU = _none(0x41)  # of a machine
KVM_SET_USER_MEMORY_REGION = _write(0x46, kvm_userspace_memory_region)
KVM_SET_TSS_ADDR = _none(0x47)
KVM_SET_IDENTITY_MAP_ADDR = _write(0x48, c_uint64)
KVM_CREATE_IRQCHIP = _none(0x60)
KVM_IRQ_LINE = _write(0x61, kvm_irq_level)
KVM_CREATE_PIT2 = _write(0x77, kvm_pit_config)
KVM_RUN = _none(0x80)  # of a CPU
KVM_GET_REGS = _read(0x81, kvm_regs)
KVM_SET_REGS = _write(0x82, kvm_regs)
KVM_GET_SREGS = _read(0x83, kvm_sregs)
KVM_SET_SREGS = _write(0x84, kvm_sregs)
KVM_SET_CPUID2 = _number(1, 0x90, 8)
KVM_GET_MP_STATE = _read(0x98, c_uint32)
KVM_GET_STATS_FD = _none(0xCE)  # of either
# --8<-- [end:names]

_NAMES = {number: name for name, number in globals().items() if name.startswith("KVM_")}


# --8<-- [start:ioctl]
def ioctl(fd: int, request: int, argument: Any = 0) -> int:
    """Ask KVM for something; a structure as the argument is read, or filled, in place.

    Raises OSError, which names the request. Source: ioctl(2).
    """
    try:
        return fcntl.ioctl(fd, request, argument)
    except OSError as error:
        code = error.errno or 0
        raise OSError(code, f"{_NAMES[request]}: {os.strerror(code)}") from None
        # --8<-- [end:ioctl]


# --8<-- [start:exits]
@dataclass(frozen=True)
class IO:
    """The guest wrote to a port, or reads from one: then data is as long as the answer must be."""

    port: int
    data: bytes
    write: bool

    def __str__(self) -> str:
        return f"IO at port {self.port:#x}: the guest {_what(self)}"


@dataclass(frozen=True)
class MMIO:
    """The same at an address where the guest has no memory."""

    address: int
    data: bytes
    write: bool

    def __str__(self) -> str:
        return f"MMIO at {self.address:#x}: the guest {_what(self)}"


@dataclass(frozen=True)
class HLT:
    """The guest waits for an interrupt. With interrupt controllers KVM waits itself, and this
    comes only if the guest lets no interrupt through: then it waits for ever."""


@dataclass(frozen=True)
class SHUTDOWN:
    """A fault while the CPU was about to report that a report of a fault failed: triple fault."""


@dataclass(frozen=True)
class FAIL_ENTRY:
    """The CPU would not begin with the state that it was given."""

    reason: int


@dataclass(frozen=True)
class INTERNAL_ERROR:
    """KVM is at its wits' end; suberror 1: it had to carry out an instruction that it can't."""

    suberror: int
    instruction: bytes


@dataclass(frozen=True)
class OTHER:
    """An exit that these pages have no use for."""

    reason: int

    def __str__(self) -> str:
        return f"KVM_EXIT_{EXITS.get(self.reason, self.reason)}"


Exit = IO | MMIO | HLT | SHUTDOWN | FAIL_ENTRY | INTERNAL_ERROR | OTHER
# --8<-- [end:exits]


def _what(exit: IO | MMIO) -> str:
    return f"writes {exit.data!r}" if exit.write else "reads"


_EXITS = """
    UNKNOWN EXCEPTION IO HYPERCALL DEBUG HLT MMIO IRQ_WINDOW_OPEN SHUTDOWN FAIL_ENTRY INTR SET_TPR
    TPR_ACCESS S390_SIEIC S390_RESET DCR NMI INTERNAL_ERROR OSI PAPR_HCALL S390_UCONTROL WATCHDOG
    S390_TSCH EPR SYSTEM_EVENT S390_STSI IOAPIC_EOI HYPERV ARM_NISV X86_RDMSR X86_WRMSR
    DIRTY_RING_FULL AP_RESET_HOLD X86_BUS_LOCK XEN RISCV_SBI RISCV_CSR NOTIFY
"""  # linux/kvm.h, KVM_EXIT_...
EXITS = dict(enumerate(_EXITS.split()))  # by number


def _anonymous(size: int) -> mmap.mmap:
    """Memory that is nobody else's. Raises OSError, which names the size."""
    try:
        return mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    except OSError as error:
        raise OSError(error.errno, f"{size >> 20} MiB of memory: {error.strerror}") from None


# --8<-- [start:machine]
class Machine:
    """A virtual machine with ``memory`` bytes of memory from address 0 on, and no device at all.

    interrupt_controllers: have KVM emulate the PICs, the I/O APIC, a local APIC and the timer.
    Use it in a with statement: at the end nothing is left of it.
    Raises OSError: at /dev/kvm ENOENT (no KVM here) or EACCES (not for this user), or as named.
    """

    def __init__(self, memory: int, interrupt_controllers: bool = False) -> None:
        with ExitStack() as cleaning:
            self.kvm = os.open("/dev/kvm", os.O_RDWR | os.O_CLOEXEC)
            cleaning.callback(os.close, self.kvm)
            version = ioctl(self.kvm, KVM_GET_API_VERSION)
            if version != 12:  # of every Linux since 2.6.22
                raise OSError(errno.ENOTSUP, f"KVM_GET_API_VERSION: {version} in place of 12")
            self.fd = ioctl(self.kvm, KVM_CREATE_VM)
            cleaning.callback(os.close, self.fd)
            # Intel's KVM wants four pages to itself, to run real mode with; nobody else cares
            call("ioctl", self.fd, c_uint32(KVM_SET_TSS_ADDR), ctypes.c_ulong(0xFFFBD000))
            ioctl(self.fd, KVM_SET_IDENTITY_MAP_ADDR, c_uint64(0xFFFBC000))
            if interrupt_controllers:
                ioctl(self.fd, KVM_CREATE_IRQCHIP)
                ioctl(self.fd, KVM_CREATE_PIT2, kvm_pit_config())
            self.memory = _anonymous(memory)
            cleaning.callback(self.memory.close)
            self.slots = 0
            self.add_memory(0, self.memory)
            self._cleaning = cleaning.pop_all()

    def add_memory(self, address: int, memory: mmap.mmap) -> None:
        """Have the guest find this memory of ours at a physical address, both page by page."""
        slot, size = self.slots, len(memory)
        region = kvm_userspace_memory_region(slot, 0, address, size, address_of(memory))
        ioctl(self.fd, KVM_SET_USER_MEMORY_REGION, region)
        self.slots += 1

    def load(self, address: int, data: bytes) -> None:
        """Put bytes into the guest's memory. Raises ValueError if it ends before they do."""
        if not 0 <= address <= len(self.memory) - len(data):
            raise ValueError(
                f"{len(data)} bytes at {address:#x} don't fit into {len(self.memory):#x}"
            )
        self.memory[address : address + len(data)] = data

    def cpu(self) -> "VCpu":
        """Give the machine its CPU; it stays with the machine."""
        return self._cleaning.enter_context(VCpu(self))

    def interrupt(self, line: int, level: int) -> None:
        """Set an interrupt line to 1 or 0. Raises OSError (ENXIO) without controllers."""
        ioctl(self.fd, KVM_IRQ_LINE, kvm_irq_level(line, level))

    def supported_cpuid(self) -> kvm_cpuid2:
        """What CPUID can say to a guest here."""
        cpuid = kvm_cpuid2(nent=256)
        ioctl(self.kvm, KVM_GET_SUPPORTED_CPUID, cpuid)
        return cpuid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._cleaning.close()

    # --8<-- [end:machine]


# --8<-- [start:cpu]
class VCpu:
    """The CPU of a machine. ``Machine.cpu`` makes it."""

    def __init__(self, machine: Machine) -> None:
        with ExitStack() as cleaning:
            self.fd = ioctl(machine.fd, KVM_CREATE_VCPU, 0)
            cleaning.callback(os.close, self.fd)
            size = ioctl(machine.kvm, KVM_GET_VCPU_MMAP_SIZE)
            self.page = mmap.mmap(self.fd, size)  # shared with KVM, which tells here why it exits
            cleaning.callback(self.page.close)
            self.state = kvm_run.from_buffer(self.page)
            cleaning.callback(self.__dict__.pop, "state")  # or the page counts as in use
            self.answer_at = 0, 0
            self.set_cpuid(machine.supported_cpuid())
            self._cleaning = cleaning.pop_all()

    @property
    def registers(self) -> kvm_regs:
        """A copy of the registers; what is set in it counts when it is put back."""
        registers = kvm_regs()
        ioctl(self.fd, KVM_GET_REGS, registers)
        return registers

    @registers.setter
    def registers(self, registers: kvm_regs) -> None:
        ioctl(self.fd, KVM_SET_REGS, registers)

    @property
    def special_registers(self) -> kvm_sregs:
        """The same of the special registers."""
        registers = kvm_sregs()
        ioctl(self.fd, KVM_GET_SREGS, registers)
        return registers

    @special_registers.setter
    def special_registers(self, registers: kvm_sregs) -> None:
        ioctl(self.fd, KVM_SET_SREGS, registers)

    def set_cpuid(self, cpuid: kvm_cpuid2) -> None:
        """Decide what CPUID says; bit 31 of leaf 1, ECX, always says that this is a guest."""
        for entry in cpuid.entries[: cpuid.nent]:
            if entry.function == 1:
                entry.ecx |= 1 << 31  # KVM before Linux 6.3 leaves it out
        ioctl(self.fd, KVM_SET_CPUID2, cpuid)

    # --8<-- [end:cpu]

    # --8<-- [start:real-mode]
    def real_mode(self, address: int, **registers: int) -> None:
        """Begin at an address below 64 KiB, as CPUs did in 1978: 16 bits, no protection."""
        special = self.special_registers
        special.cs.selector = special.cs.base = 0
        self.special_registers = special
        self.registers = kvm_regs(rip=address, rflags=2, **registers)  # bit 1 is always set

    # --8<-- [end:real-mode]

    # --8<-- [start:protected-mode]
    def protected_mode(self, address: int, **registers: int) -> None:
        """Begin in 32 bits: segments of 4 GiB that all begin at 0, ring 0, no paging."""
        special = self.special_registers
        data = kvm_segment(0, 0xFFFFFFFF, 0x18, type=3, present=1, s=1, db=1, g=1)
        special.ds = special.es = special.fs = special.gs = special.ss = data
        special.cs = kvm_segment(0, 0xFFFFFFFF, 0x10, type=11, present=1, s=1, db=1, g=1)
        special.cr0 |= CR0_PE
        self.special_registers = special
        self.registers = kvm_regs(rip=address, rflags=2, **registers)

    # --8<-- [end:protected-mode]

    # --8<-- [start:long-mode]
    def long_mode(self, address: int, page_tables: int, **registers: int) -> None:
        """Begin in 64 bits, which takes page tables: give the address of the top one."""
        self.protected_mode(address, **registers)
        special = self.special_registers
        special.cr3 = page_tables
        special.cr4 |= CR4_PAE  # entries of 8 bytes
        special.cr0 |= CR0_PG  # translate addresses
        special.efer |= EFER_LME | EFER_LMA  # long mode enabled, and active
        special.cs.l, special.cs.db = 1, 0  # this code is 64-bit code
        self.special_registers = special

    # --8<-- [end:long-mode]

    # --8<-- [start:run]
    def run(self, time_limit: float = 10) -> Generator[Exit]:
        """Let the guest run; of each exit to us, tell why. Ends when the guest does.

        After HLT it can be called again: the guest goes on behind it. A read that gets no answer
        gets all ones, as from a bus that nobody answers on.
        time_limit: seconds, or math.inf. Only the main thread can run, for signals end there.
        Raises TimeoutError, and OSError as KVM_RUN does.
        """
        end = time.monotonic() + time_limit
        before = signal.signal(signal.SIGALRM, lambda *_: None)
        signal.setitimer(signal.ITIMER_REAL, TICK, TICK)  # interrupts KVM_RUN
        try:
            while True:
                if time.monotonic() > end:
                    raise TimeoutError(f"the guest was still running after {time_limit} s")
                try:
                    fcntl.ioctl(self.fd, KVM_RUN, 0)
                    exit = self._why()
                except InterruptedError:
                    if not self.halted_for_ever():
                        continue
                    exit = HLT()
                yield exit
                if not isinstance(exit, IO | MMIO):
                    return
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def halted_for_ever(self) -> bool:
        """Whether it waits in KVM for an interrupt, with all interrupts off."""
        state = c_uint32()
        ioctl(self.fd, KVM_GET_MP_STATE, state)
        return state.value == KVM_MP_STATE_HALTED and not self.registers.rflags & RFLAGS_IF

    def answer(self, value: int) -> None:
        """What the guest gets that reads: a number, of which it takes the bytes that it wants."""
        at, size = self.answer_at
        self.page[at : at + size] = (value % (1 << 8 * size)).to_bytes(size, "little")

    # --8<-- [end:run]

    # --8<-- [start:why]
    def _why(self) -> Exit:
        """Read in the shared page why KVM_RUN came back."""
        state = self.state
        match EXITS.get(state.exit_reason):
            case "IO":
                io = state.io
                data = self._data(io.data_offset, io.size * io.count, io.direction)
                return IO(io.port, data, bool(io.direction))
            case "MMIO":
                mmio = state.mmio
                at = kvm_run.why.offset + _MMIO.data.offset
                data = self._data(at, mmio.len, mmio.is_write)
                return MMIO(mmio.phys_addr, data, bool(mmio.is_write))
            case "HLT":
                return HLT()
            case "SHUTDOWN":
                return SHUTDOWN()
            case "FAIL_ENTRY":
                return FAIL_ENTRY(state.hardware_entry_failure_reason)
            case "INTERNAL_ERROR":
                failure = state.emulation_failure
                told = failure.suberror == 1 and failure.ndata and failure.flags & 1
                size = failure.insn_size if told else 0
                return INTERNAL_ERROR(failure.suberror, bytes(failure.insn_bytes[:size]))
            case _:
                return OTHER(state.exit_reason)

    def _data(self, at: int, size: int, write: int) -> bytes:
        """What the guest wrote; or room for an answer to it, which is all ones at first."""
        if write:
            return self.page[at : at + size]
        self.answer_at = at, size
        self.answer(-1)
        return bytes(size)

    # --8<-- [end:why]

    # --8<-- [start:statistics]
    def statistics(self) -> dict[str, int]:
        """KVM's own counts for this CPU, such as "exits" and "insn_emulation".

        ``exits`` are those from the guest to KVM, few of which reach us; ``insn_emulation`` are
        the instructions that KVM interpreted.
        Raises OSError (ENOTTY) before Linux 5.14. Source: api.rst, KVM_GET_STATS_FD.
        """
        fd = ioctl(self.fd, KVM_GET_STATS_FD)
        try:
            _, name_size, number, _, descriptions, data = struct.unpack("6I", os.pread(fd, 24, 0))
            result = {}
            for index in range(number):
                text = os.pread(fd, 16 + name_size, descriptions + index * (16 + name_size))
                _, _, _, offset, _, name = struct.unpack(f"IhHII{name_size}s", text)
                value = os.pread(fd, 8, data + offset)
                result[name.rstrip(b"\0").decode()] = int.from_bytes(value, "little")
            return result
        finally:
            os.close(fd)

    # --8<-- [end:statistics]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._cleaning.close()


TICK = 0.1  # seconds between two looks at the clock while the guest runs

KVM_MP_STATE_HALTED = 3
RFLAGS_IF = 1 << 9  # interrupts are let through
CR0_PE, CR0_PG = 1 << 0, 1 << 31  # AMD APM vol. 2, *Control registers*
CR4_PAE = 1 << 5
EFER_LME, EFER_LMA = 1 << 8, 1 << 10


# --8<-- [start:page-tables]
def map_identity(memory: mmap.mmap, at: int, gib: int = 1) -> None:
    """Write page tables for long mode that leave addresses as they are, for ``gib`` GiB (1 to 512).

    They take 2 + ``gib`` pages of 4 KiB from ``at`` on; pages of 2 MiB, which anyone may write.
    Source: AMD APM vol. 2, *Long-mode page translation*.
    """
    present_and_writable, large = 0b11, 1 << 7
    pointers, directories = at + 0x1000, at + 0x2000
    struct.pack_into("<Q", memory, at, pointers | present_and_writable)
    for i in range(gib):
        entry = (directories + i * 0x1000) | present_and_writable
        struct.pack_into("<Q", memory, pointers + i * 8, entry)
    for i in range(gib * 512):
        struct.pack_into("<Q", memory, directories + i * 8, i << 21 | large | present_and_writable)
        # --8<-- [end:page-tables]
