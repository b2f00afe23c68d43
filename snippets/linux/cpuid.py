"""The instruction CPUID: the CPU, or a hypervisor in its name, says what it is (x86-64 only)."""

from typing import NamedTuple

from snippets.linux.machine_code import Code

# push rbx; mov eax, edi; xor ecx, ecx; cpuid; (mov eax, the register asked for); pop rbx; ret
_CODE = "53 89f8 31c9 0fa2 {} 5b c3"
_MOVE = {"eax": "", "ebx": "89d8", "ecx": "89c8", "edx": "89d0"}
_ASK = {register: Code(bytes.fromhex(_CODE.format(move))) for register, move in _MOVE.items()}


class Answer(NamedTuple):
    """What the four registers hold after CPUID, 32 bits each."""

    eax: int
    ebx: int
    ecx: int
    edx: int


def cpuid(leaf: int) -> Answer:
    """Ask the CPU question number ``leaf`` (with subleaf 0).

    Source: Intel SDM vol. 2, *CPUID*; AMD APM vol. 3, *CPUID*.
    """
    answer = {register: ask(leaf) & 0xFFFFFFFF for register, ask in _ASK.items()}
    return Answer(**answer)


def hypervisor_name() -> str:
    """The twelve letters by which a hypervisor names itself, as in ``KVMKVMKVM``.

    Only of meaning if bit 31 of ``cpuid(1).ecx`` is set.
    Source: Documentation/virt/kvm/x86/cpuid.rst.
    """
    _, *letters = cpuid(0x40000000)
    name = b"".join(register.to_bytes(4, "little") for register in letters)
    return name.decode("ascii", "replace").strip("\0 ")
