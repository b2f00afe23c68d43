"""The mode of the CPU decides which instructions bytes are: in real, protected and long mode the
same six bytes calculate three results; and in long mode nothing works without page tables."""
# needs: kvm
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


def run(mode, *more):
    """Run the guest with all 32 bits of EAX set; how did it exit, and what is in RAX?"""
    with Machine(memory=0x10000) as machine:
        machine.load(CODE, guest)
        map_identity(machine.memory, TABLES)
        cpu = machine.cpu()
        getattr(cpu, mode)(CODE, *more, rax=0xFFFFFFFF)
        (exit,) = cpu.run()
        return type(exit).__name__, cpu.registers.rax


runs = {
    "16 bits, real mode:     ": run("real_mode"),
    "32 bits, protected mode:": run("protected_mode"),
    "64 bits, long mode:     ": run("long_mode", TABLES),
}
for what, (exit, rax) in runs.items():
    print(f"{what} {exit}, RAX = {rax:#010x}")
assert list(runs.values()) == [("HLT", 0xFFFF0000), ("HLT", 0), ("HLT", 1)]
# --8<-- [end:proof]

# --8<-- [start:control]
exit, _ = run("long_mode", EMPTY)
print("64 bits, empty tables:  ", exit)
assert exit == "SHUTDOWN"
# --8<-- [end:control]
