"""In ring 3 the CPU refuses HLT and CLI, and Linux sends the process SIGSEGV; CPUID is allowed."""
# needs: x86-64, ptrace
# break: "f4 => "90

from snippets.linux.machine_code import Code, listing


# --8<-- [start:listing]
def function_with(instruction):
    """A function that would just return, with one instruction three bytes into it."""
    text = f"""
        53    ; push rbx       keep RBX: CPUID overwrites it, and a function must not
        31 c0 ; xor eax, eax   rax = 0
        {instruction}
        5b    ; pop rbx
        c3    ; ret
    """
    return Code(listing(text))


# --8<-- [end:listing]

# --8<-- [start:proof]
ring = Code(listing("8c c8 ; mov eax, cs \n c3 ; ret"))() & 3
print("ring", ring)
assert ring == 3

ends = {}
for name, instruction in (
    ("nop", "90       ; do nothing"),
    ("cpuid", "0f a2    ; say which CPU this is"),
    ("hlt", "f4       ; stop until the next interrupt"),
    ("cli", "fa       ; let no interrupt through"),
    ("mov cr3", "0f 22 d8 ; use other page tables"),
):
    ends[name] = function_with(instruction).run_in_child()
    print(f"{instruction:<40} {name:8} {ends[name]}")
assert ends["nop"] == ends["cpuid"] == ("returned", None)
assert ends["hlt"] == ends["cli"] == ends["mov cr3"] == ("SIGSEGV", 3)
# --8<-- [end:proof]
