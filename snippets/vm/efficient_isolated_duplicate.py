"""By Popek and Goldberg's definition of 1974 programs find in a virtual machine essentially what
the real one offers: what only calculates comes to the same result, but what asks the machine about
itself may get another answer."""
# needs: kvm, x86-64
# break: entry.ebx = word("Wall") => entry.eax = word("Wall")

from snippets.linux.kvm import Machine, map_identity
from snippets.linux.machine_code import Code, listing


def word(letters):
    return int.from_bytes(letters.encode(), "little")


# --8<-- [start:listing]
STEPS = listing("""
    31 c0          ; xor eax, eax    no step done
    48 83 ff 01    ; cmp rdi, 1      until the number is 1:
    74 14          ; je +20
    ff c0          ; inc eax           one step more:
    40 f6 c7 01    ; test dil, 1       is the number odd?
    75 05          ; jnz +5
    48 d1 ef       ; shr rdi, 1        no: divide it by 2
    eb ed          ; jmp -19
    48 8d 7c 7f 01 ; lea rdi, [rdi + 2 * rdi + 1]   yes: 3 times it, plus 1
    eb e6          ; jmp -26
""")
HYPERVISOR = listing("""
    49 89 d8       ; mov r8, rbx     keep RBX, which CPUID overwrites
    b8 00 00 00 40 ; mov eax, 0x40000000
    0f a2          ; cpuid           who runs this machine?
    89 d8          ; mov eax, ebx    the first four letters
    4c 89 c3       ; mov rbx, r8
""")
RET, HLT = b"\xc3", b"\xf4"
# --8<-- [end:listing]


# --8<-- [start:proof]
def here(code, number):
    """Run the bytes on this machine, as a function."""
    return Code(code + RET)(number)


def in_guest(code, number):
    """Run the same bytes in a virtual machine of 64 KiB."""
    with Machine(memory=0x10000) as machine:
        cpu = machine.cpu()
        cpuid = machine.supported_cpuid()  # what the guest's CPU shall answer
        for entry in cpuid.entries[: cpuid.nent]:
            if entry.function == 0x40000000:
                entry.ebx = word("Wall")
        cpu.set_cpuid(cpuid)
        map_identity(machine.memory, 0x8000)
        machine.load(0x1000, code + HLT)
        cpu.long_mode(0x1000, page_tables=0x8000, rdi=number)
        list(cpu.run(time_limit=10))
        return cpu.registers.rax


steps = here(STEPS, 27), in_guest(STEPS, 27)
names = here(HYPERVISOR, 0), in_guest(HYPERVISOR, 0)
print("steps from 27 to 1:  here {}, in the guest {}".format(*steps))
print("the hypervisor says: in the guest", names[1].to_bytes(4, "little"))
assert steps == (111, 111)
assert names[1] == word("Wall") != names[0]
# --8<-- [end:proof]
