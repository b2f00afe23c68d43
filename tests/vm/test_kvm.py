"""The vocabulary of tiny guests: modes, exits, answers, the time limit, and nothing left behind."""

import doctest
import math
import os
import re
import signal
import struct
import threading
import time
from pathlib import Path

import pytest

from snippets import needs
from snippets.linux import kvm
from snippets.linux.kvm import HLT, IO, MMIO, OTHER, SHUTDOWN, Machine, map_identity
from snippets.linux.machine_code import listing

MIB = 1 << 20
HEADER = Path("/usr/include/linux/kvm.h")
with_kvm = pytest.mark.skipif(bool(reason := needs.kvm()), reason=reason or "")


def test_numbers_are_the_kernels() -> None:
    assert kvm.KVM_CREATE_VM == 0xAE01
    assert kvm.KVM_GET_SUPPORTED_CPUID == 0xC008AE05
    assert kvm.KVM_SET_USER_MEMORY_REGION == 0x4020AE46
    assert kvm.KVM_GET_SREGS == 0x8138AE83
    assert kvm.KVM_SET_REGS == 0x4090AE82
    assert kvm.KVM_CREATE_PIT2 == 0x4040AE77
    assert kvm.KVM_IRQ_LINE == 0x4008AE61


def test_places_are_the_kernels() -> None:
    """As asm/kvm.h and linux/kvm.h have them."""
    assert (kvm.kvm_sregs.gdt.offset, kvm.kvm_sregs.cr0.offset) == (192, 224)
    assert (kvm.kvm_sregs.cr3.offset, kvm.kvm_sregs.efer.offset) == (240, 264)
    assert (kvm.kvm_run.exit_reason.offset, kvm.kvm_run.why.offset) == (8, 32)
    assert (kvm._MMIO.len.offset, kvm._MMIO.is_write.offset) == (16, 20)
    assert kvm._EmulationFailure.insn_bytes.offset == 17


@pytest.mark.skipif(not HEADER.exists(), reason="apt install linux-libc-dev")
def test_exits_have_the_kernels_numbers() -> None:
    text = HEADER.read_text()
    numbers = dict(re.findall(r"^#define KVM_EXIT_(\w+)\s+(\d+)", text, re.MULTILINE))
    for number, name in kvm.EXITS.items():
        assert numbers[name] == str(number)
    assert str(OTHER(31)) == "KVM_EXIT_DIRTY_RING_FULL" and str(OTHER(99)) == "KVM_EXIT_99"


def test_exits_of_different_kinds_differ() -> None:
    assert HLT() == HLT() and HLT() != SHUTDOWN()
    assert IO(1, b"", True) != MMIO(1, b"", True)


@with_kvm
class TestWithKvm:
    def test_the_example(self) -> None:
        assert doctest.testmod(kvm) == (0, 4)

    def test_nothing_is_left(self) -> None:
        before = sorted(os.listdir("/proc/self/fd"))
        handler = signal.getsignal(signal.SIGALRM)
        with Machine(1 << 16) as machine:
            machine.load(0x1000, listing("e6 01 ; out 1, al \n f4"))
            cpu = machine.cpu()
            cpu.real_mode(0x1000)
            for _ in cpu.run():
                break  # in the middle
        with pytest.raises(ZeroDivisionError), Machine(1 << 16) as machine:
            machine.cpu()
            1 / 0  # noqa: B018
        with pytest.raises(OSError, match="KVM_SET_USER_MEMORY_REGION: Invalid argument"):
            Machine(5000)
        assert sorted(os.listdir("/proc/self/fd")) == before
        assert signal.getsignal(signal.SIGALRM) == handler
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)

    def test_it_goes_on_behind_hlt(self) -> None:
        with Machine(1 << 16) as machine:
            machine.load(0x1000, listing("f4 \n e6 07 ; out 7, al \n f4"))
            cpu = machine.cpu()
            cpu.real_mode(0x1000, rax=5)
            assert list(cpu.run()) == [HLT()]
            assert list(cpu.run()) == [IO(7, b"\x05", True), HLT()]

    def test_answers(self) -> None:
        code = listing("""
            e4 10          ; in al, 0x10
            88 c3          ; mov bl, al
            e5 20          ; in eax, 0x20
            a1 00 00 10 00 ; mov eax, [0x100000]
            f4             ; hlt
        """)
        with Machine(1 << 16) as machine:
            machine.load(0x1000, code)
            cpu = machine.cpu()
            cpu.protected_mode(0x1000)
            run = cpu.run()
            assert next(run) == IO(0x10, bytes(1), False)
            cpu.answer(0x1142)  # of which a byte is wanted
            assert next(run) == IO(0x20, bytes(4), False)
            assert cpu.registers.rbx == 0x42
            assert next(run) == MMIO(0x100000, bytes(4), False)
            assert cpu.registers.rax == 0xFFFFFFFF  # no answer: all ones
            cpu.answer(0x12345678)
            assert next(run) == HLT()
            assert cpu.registers.rax == 0x12345678

    def test_64_bits(self) -> None:
        code = listing("""
            48 b8 88 77 66 55 44 33 22 11 ; mov rax, 0x1122334455667788
            48 a3 00 80 00 00 00 00 00 00 ; mov [0x8000], rax
            48 a3 00 00 10 00 00 00 00 00 ; mov [0x100000], rax
            f4                            ; hlt
        """)
        with Machine(1 << 16) as machine:
            machine.load(0x1000, code)
            map_identity(machine.memory, 0x9000)
            cpu = machine.cpu()
            cpu.long_mode(0x1000, page_tables=0x9000)
            number = struct.pack("<Q", 0x1122334455667788)
            assert list(cpu.run()) == [MMIO(0x100000, number, True), HLT()]
            assert machine.memory[0x8000:0x8008] == number
            assert cpu.special_registers.cs.l == 1

    def test_one_memory_at_two_addresses(self) -> None:
        with Machine(1 << 16) as machine:
            machine.add_memory(0x100000, machine.memory)
            machine.load(0x1000, listing("c6 05 00 80 10 00 77 ; mov byte [0x108000], 0x77 \n f4"))
            cpu = machine.cpu()
            cpu.protected_mode(0x1000)
            assert list(cpu.run()) == [HLT()]
            assert machine.memory[0x8000] == 0x77

    def test_a_triple_fault(self) -> None:
        with Machine(1 << 16) as machine:
            machine.load(0x1000, listing("0f 0b ; ud2"))
            cpu = machine.cpu()
            cpu.protected_mode(0x1000)
            assert list(cpu.run()) == [SHUTDOWN()]

    @pytest.mark.parametrize("code", ["eb fe ; again: jmp again", "e6 01 ; out 1, al \n eb fc"])
    def test_the_time_limit(self, code: str) -> None:
        """Of a guest that never comes out, and of one that always does."""
        with Machine(1 << 16) as machine:
            machine.load(0x1000, listing(code))
            cpu = machine.cpu()
            cpu.real_mode(0x1000)
            begin = time.monotonic()
            with pytest.raises(TimeoutError, match=r"still running after 0\.3 s"):
                for _ in cpu.run(time_limit=0.3):
                    pass
            assert time.monotonic() - begin < 5

    def test_halted_with_and_without_interrupts(self) -> None:
        for code, end in ("fa f4", HLT()), ("fb f4", None):
            with Machine(1 << 16, interrupt_controllers=True) as machine:
                machine.load(0x1000, listing(code))
                cpu = machine.cpu()
                cpu.real_mode(0x1000)
                if end:
                    assert list(cpu.run(math.inf)) == [end]
                else:
                    with pytest.raises(TimeoutError):
                        list(cpu.run(time_limit=0.3))

    def test_errors_name_what_was_asked(self) -> None:
        with Machine(1 << 16) as machine:
            with pytest.raises(OSError, match="KVM_IRQ_LINE: No such device or address"):
                machine.interrupt(4, 1)
            with pytest.raises(ValueError, match=r"3 bytes at 0xfffe don't fit into 0x10000"):
                machine.load(0xFFFE, b"abc")
            with pytest.raises(ValueError, match="1 bytes at -0x1 don't fit"):
                machine.load(-1, b"a")
            machine.cpu()
            with pytest.raises(OSError, match="KVM_CREATE_VCPU: File exists"):
                machine.cpu()

    def test_statistics(self) -> None:
        with Machine(1 << 16) as machine:
            machine.load(0x1000, listing("b9 e8 03 ; mov cx, 1000 \n e2 fe ; loop \n f4"))
            cpu = machine.cpu()
            cpu.real_mode(0x1000)
            try:
                before = cpu.statistics()
            except OSError as error:
                pytest.skip(str(error))
            list(cpu.run())
            after = cpu.statistics()
            assert after["exits"] > before["exits"]
            assert after["insn_emulation"] >= before["insn_emulation"]

    def test_another_thread_cannot_run_it(self) -> None:
        raised = []

        def elsewhere() -> None:
            with Machine(1 << 16) as machine:
                try:
                    next(machine.cpu().run())
                except ValueError as error:
                    raised.append(str(error))

        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        assert raised and "main thread" in raised[0]
