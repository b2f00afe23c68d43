"""Which instructions bytes are depends on whether the CPU reads them as 16-, 32- or 64-bit code;
the mode and two bits of the code segment decide that: the same six bytes calculate three results.
Long mode takes page tables."""
# needs: kvm
# break: l=0, db=1 => l=1, db=0
# break: map_identity(machine.memory, TABLES) => map_identity(machine.memory, EMPTY)

from snippets.linux.kvm import Machine, map_identity
from snippets.linux.machine_code import listing

# --8<-- [start:proof]
guest = listing("""
    ff c0    ; inc ax             inc eax            inc eax
    48 ff c0 ; dec ax, inc ax     dec eax, inc eax   inc rax
    f4       ; hlt                hlt                hlt
""")
CODE, TABLES, EMPTY = 0x1000, 0x8000, 0xC000


def run(mode, *more, **bits):
    """Run the guest with all 32 bits of EAX set; how did it exit, and what is in RAX?"""
    with Machine(memory=0x10000) as machine:
        machine.load(CODE, guest)
        map_identity(machine.memory, TABLES)
        cpu = machine.cpu()
        getattr(cpu, mode)(CODE, *more, rax=0xFFFFFFFF)  # cpu.real_mode(...), and so on
        special = cpu.special_registers
        for bit, value in bits.items():
            setattr(special.cs, bit, value)
        cpu.special_registers = special
        (exit,) = cpu.run()  # there is just one
        return type(exit).__name__, cpu.registers.rax


runs = {
    "real mode:              ": run("real_mode"),
    "protected mode, 16 bits:": run("protected_mode", db=0),
    "protected mode, 32 bits:": run("protected_mode"),
    "long mode, 32 bits:     ": run("long_mode", TABLES, l=0, db=1),
    "long mode, 64 bits:     ": run("long_mode", TABLES),
}
for what, (exit, rax) in runs.items():
    print(f"{what} {exit}, RAX = {rax:#010x}")
assert [rax for _, rax in runs.values()] == [0xFFFF0000, 0xFFFF0000, 0, 0, 1]
# --8<-- [end:proof]

# --8<-- [start:control]
exit, _ = run("long_mode", EMPTY)
print("long mode, empty tables:", exit)
assert exit == "SHUTDOWN"
# --8<-- [end:control]
