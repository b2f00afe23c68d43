"""A virtual machine can run virtual machines: this one, by CPUID's word a guest itself, runs
another with KVM, and what CPUID says there is up to the nearer hypervisor."""
# needs: kvm, hypervisor
# break: set_cpuid(answers) => set_cpuid(machine.supported_cpuid())

import struct

from snippets.linux.cpuid import cpuid, hypervisor_name
from snippets.linux.kvm import IO, Machine
from snippets.linux.machine_code import listing

# --8<-- [start:proof]
NAME = "ThreeWallsVM"  # twelve letters, as the agreement has it
ask = listing("""
    66 b8 00 00 00 40 ; mov eax, 0x40000000   CPUID's question: which hypervisor?
    0f a2             ; cpuid
    66 93             ; xchg eax, ebx
    66 e7 01          ; out 1, eax            the answer is in EBX,
    66 91             ; xchg eax, ecx
    66 e7 01          ; out 1, eax            ECX
    66 92             ; xchg eax, edx
    66 e7 01          ; out 1, eax            and EDX
    f4                ; hlt
""")


def letters(name):
    return struct.unpack("3I", name.encode())


with Machine(memory=0x1000) as machine:
    machine.load(0, ask)
    cpu = machine.cpu()
    answers = machine.supported_cpuid()
    for entry in answers.entries[: answers.nent]:
        if entry.function == 0x40000000:
            entry.ebx, entry.ecx, entry.edx = letters(NAME)
    cpu.set_cpuid(answers)
    cpu.real_mode(0)
    said = b"".join(exit.data for exit in cpu.run() if isinstance(exit, IO))
print("this machine is on a hypervisor that calls itself", hypervisor_name())
print("the guest in this machine is on one called", said.decode().strip("\0"))
assert cpuid(1).ecx >> 31 == 1
assert said.decode() == NAME != hypervisor_name()
# --8<-- [end:proof]
