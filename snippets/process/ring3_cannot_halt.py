"""In ring 3 the CPU refuses HLT, MOV to CR3, and CLI unless the kernel has allowed it, and Linux
sends the process SIGSEGV; CPUID runs unless it was forbidden."""
# needs: x86-64, ptrace
# break: HLT = "f4" => HLT = "90"

from snippets.linux.machine_code import Code, listing


# --8<-- [start:listing]
def function_with(instruction):
    """A function that just returns, with one instruction put into it at byte 3."""
    text = f"""
        53    ; push rbx       keep RBX, which CPUID overwrites
        31 c0 ; xor eax, eax   rax = 0, for MOV CR3
        {instruction}
        5b    ; pop rbx
        c3    ; ret
    """
    return Code(listing(text))


# --8<-- [end:listing]

# --8<-- [start:proof]
NOP = "90"  # do nothing
CPUID = "0f a2"  # say which CPU this is
HLT = "f4"  # stop until the next interrupt
CLI = "fa"  # let no interrupt through
MOV_CR3 = "0f 22 d8"  # mov cr3, rax: use other page tables

cs = Code(listing("8c c8 ; mov eax, cs \n c3 ; ret"))()
print("ring", cs & 3)
assert cs & 3 == 3

ends = []
for name, instruction in (
    ("NOP", NOP),
    ("CPUID", CPUID),
    ("HLT", HLT),
    ("CLI", CLI),
    ("MOV CR3", MOV_CR3),
):
    end = function_with(instruction).run_in_child()
    print(f"{name:8} {instruction:10} {end}")
    ends.append(str(end))
assert ends == ["returned"] * 2 + ["SIGSEGV at byte 3"] * 3
# --8<-- [end:proof]
