"""A hypervisor: it boots an unmodified Linux kernel, and this terminal is the guest's console.

    python3 -m snippets.vm.vmm --kernel vmlinuz --initrd initramfs.cpio

Ctrl-] stops the machine; every other key, Ctrl-C too, goes to the guest. The machine also ends when
the guest restarts, halts or panics, at the time limit, on SIGINT, SIGTERM, SIGQUIT and SIGHUP, and
with its terminal. Then the terminal is as it was before, and nothing is left of the machine.

Exit status: 0 the guest ended by itself; 1 it could not be started, and one line says why; 2 the
command line is wrong; 3 the guest did what KVM, or this program, has no answer to; 124 the time
limit; 128 + N signal N, so 130 for Ctrl-]. For x86-64; arm64 is not covered, it boots otherwise.
"""

import argparse
import json
import math
import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NoReturn

from snippets import needs
from snippets.linux.kvm import (
    FAIL_ENTRY,
    HLT,
    INTERNAL_ERROR,
    IO,
    MMIO,
    SHUTDOWN,
    Exit,
    Machine,
    VCpu,
    map_identity,
)
from snippets.vm.bzimage import (
    E820_TYPE_RAM,
    MIB,
    Kernel,
    Refused,
    boot_e820_entry,
    boot_params,
)
from snippets.vm.exits import Exits
from snippets.vm.serial import Serial
from snippets.vm.terminal import raw, typing

COMMAND_LINE = "console=ttyS0 reboot=t panic=-1"  # restart by a triple fault, also after a panic
SMALLEST, LARGEST = 16 * MIB, 3072 * MIB  # higher up are the addresses of interrupt controllers

# --8<-- [start:map]
#                      What is where in the guest's memory:
GDT = 0x500  #         three descriptors of segments
ZERO_PAGE = 0x7000  #  what a boot loader tells the kernel: struct boot_params
TABLES = 0x9000  #     page tables: each address below 4 GiB stays what it is
TEXT = 0x20000  #      the command line
#         where it likes the kernel, and behind it room to unpack itself: Debian's at 16 MiB
#        at the end    the initrd, an archive with the guest's first files
# --8<-- [end:map]


class Crashed(Exception):
    """The guest did what KVM, or this program, has no answer to."""


# --8<-- [start:load]
def load(machine: Machine, kernel: Kernel, initrd: bytes, place: int, command_line: bytes) -> None:
    """Put the kernel, and all that it wants to find, into the machine's memory.

    Source: Documentation/arch/x86/boot, *64-bit Boot Protocol*, and zero-page.
    """
    machine.load(kernel.address, kernel.code)
    machine.load(place, initrd)
    machine.load(TEXT, command_line + b"\0")
    machine.load(ZERO_PAGE + 0x1F1, kernel.settings)
    page = boot_params.from_buffer(machine.memory, ZERO_PAGE)
    page.hdr.type_of_loader = 0xFF  # one without a number of its own
    page.hdr.cmd_line_ptr = TEXT
    page.hdr.ramdisk_image, page.hdr.ramdisk_size = place, len(initrd)
    low, high = 0xA0000, 0x100000  # what is between was the screen's and the firmware's in 1981
    page.e820_table[0] = boot_e820_entry(0, low, E820_TYPE_RAM)
    page.e820_table[1] = boot_e820_entry(high, len(machine.memory) - high, E820_TYPE_RAM)
    page.e820_entries = 2


# --8<-- [end:load]


# --8<-- [start:cpu]
def ready_cpu(machine: Machine, kernel: Kernel) -> VCpu:
    """The machine's CPU, about to execute the kernel's first instruction.

    Source: Documentation/arch/x86/boot, *64-bit Boot Protocol*, the last paragraph.
    """
    code, data = 0x00AF9B000000FFFF, 0x00CF93000000FFFF  # ring 0, and all addresses
    descriptors = b"".join(entry.to_bytes(8, "little") for entry in (0, 0, code, data))
    machine.load(GDT, descriptors)
    map_identity(machine.memory, TABLES, gib=4)
    cpu = machine.cpu()
    cpu.long_mode(kernel.address + 0x200, page_tables=TABLES, rsi=ZERO_PAGE)
    special = cpu.special_registers
    special.gdt.base, special.gdt.limit = GDT, len(descriptors) - 1
    cpu.special_registers = special
    return cpu


# --8<-- [end:cpu]


# --8<-- [start:handle]
def handle(exit: Exit, cpu: VCpu, serial: Serial) -> None:
    """Be all that this machine has besides its CPU and memory."""
    match exit:
        case IO(port, data, write=True) if port in Serial.PORTS:
            for value in data:
                serial.write(port - Serial.PORTS.start, value)
        case IO(port) if port in Serial.PORTS:
            cpu.answer(serial.read(port - Serial.PORTS.start))
        case IO(0x71, write=False):
            cpu.answer(0)  # the clock: not busy. All ones would be, and Linux asks 20 000 times
        case IO() | MMIO():
            pass  # nobody is there: nothing is kept, and what is read is all ones
        case HLT() | SHUTDOWN():
            pass  # the guest has ended
        # --8<-- [end:handle]
        case INTERNAL_ERROR(suberror, instruction):
            where = f"{instruction.hex(' ') or '(unknown)'} at {cpu.registers.rip:#x}"
            raise Crashed(
                f"KVM has no answer to the guest's instruction {where} "
                f"(KVM_EXIT_INTERNAL_ERROR, suberror {suberror})"
            )
        case FAIL_ENTRY(reason):
            raise Crashed(f"the CPU can't begin like this (KVM_EXIT_FAIL_ENTRY, {reason:#x})")
        case _:
            raise Crashed(f"this program has no answer to {exit}")


def console_here(data: bytes) -> None:
    os.write(1, data)


# --8<-- [start:boot]
def boot(
    kernel: str | Path,
    initrd: str | Path | None = None,
    command_line: str = COMMAND_LINE,
    memory: int = 128 * MIB,
    console: Callable[[bytes], object] = console_here,
    keyboard: int | None = None,
    time_limit: float = math.inf,
    anyway: bool = False,
    exits: Exits | None = None,
) -> Exits:
    """Boot a kernel; when the guest has ended, return how often it came out, and why.

    memory: bytes. console: is called with what the guest prints, byte by byte. keyboard: a file
    descriptor; what comes from it is typed. time_limit: seconds. anyway: try it on a KVM that
    can't run Linux. exits: where to count, to have the counts even if this raises.
    Raises Refused, Crashed, TimeoutError.
    """
    if not SMALLEST <= memory <= LARGEST:
        possible = f"{SMALLEST // MIB} to {LARGEST // MIB}"
        raise Refused(f"a memory of {memory // MIB} MiB is not possible here, {possible} is")
    file, files = content(kernel, memory), content(initrd, memory) if initrd else b""
    try:
        linux = Kernel(file)
        place = linux.place_for(len(files), memory)
        if len(command_line.encode()) > linux.header.cmdline_size:
            raise Refused(f"takes a command line of {linux.header.cmdline_size} bytes at most")
    except Refused as problem:
        raise Refused(f"{kernel} {problem}") from None
    if reason := needs.kvm() if anyway else needs.linux_on_kvm():
        raise Refused(reason)

    exits = Exits() if exits is None else exits
    with Machine(memory, interrupt_controllers=True) as machine, ExitStack() as ends:
        load(machine, linux, files, place, command_line.encode())
        cpu = ready_cpu(machine, linux)
        serial = Serial(console, partial(machine.interrupt, Serial.LINE))
        if keyboard is not None:
            ends.enter_context(typing(keyboard, serial.receive))
        for exit in cpu.run(time_limit):
            exits.count(exit)
            handle(exit, cpu, serial)
    return exits


# --8<-- [end:boot]


def content(path: str | Path, memory: int) -> bytes:
    """What is in a file. Raises Refused if it can't be read, or would not fit."""
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise Refused(f"{path} is no file that can be read to its end")
        if (size := os.path.getsize(path)) > memory:
            raise Refused(f"{path} has {size // MIB} MiB, and the memory {memory // MIB}")
        return Path(path).read_bytes()
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}") from None


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit status."""
    parser = argparse.ArgumentParser(prog="vmm", description="Boot a Linux kernel on KVM.")
    parser.add_argument("--kernel", required=True, metavar="FILE", help="a bzImage")
    parser.add_argument("--initrd", metavar="FILE", help="an archive with the guest's first files")
    parser.add_argument("--append", metavar="TEXT", default="", help=f"behind '{COMMAND_LINE}'")
    parser.add_argument("--memory", metavar="MIB", type=int, default=128, help="default: 128")
    parser.add_argument("--time-limit", metavar="SECONDS", type=float, default=math.inf)
    parser.add_argument("--exits", choices=("text", "json"), nargs="?", const="text")
    parser.add_argument("--anyway", action="store_true", help="though this KVM can't run Linux")
    options = parser.parse_args(arguments)

    listen()
    exits = Exits()
    try:
        with ExitStack() as ends:
            if os.isatty(0):
                print("vmm: Ctrl-] stops the machine", file=sys.stderr)
                ends.enter_context(raw(0))
            boot(
                options.kernel,
                options.initrd,
                f"{COMMAND_LINE} {options.append}".strip(),
                options.memory * MIB,
                keyboard=0,
                time_limit=options.time_limit,
                anyway=options.anyway,
                exits=exits,
            )
        return 0
    except (Refused, Crashed, TimeoutError, OSError) as problem:
        print(f"vmm: {problem}", file=sys.stderr)
        return {Crashed: 3, TimeoutError: 124}.get(type(problem), 1)
    finally:
        if options.exits:
            print(json.dumps(exits.rows()) if options.exits == "json" else exits, file=sys.stderr)


def listen() -> None:
    """Have signals end this process in order; leave none of 0, 1 and 2 for the machine's files."""

    def stop(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    for number in signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)
    while (fd := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(fd)


if __name__ == "__main__":
    sys.exit(main())
