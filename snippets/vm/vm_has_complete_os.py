"""A virtual machine has virtual hardware; what runs on it may be an operating system, or just
twelve bytes."""
# needs: kvm, x86-64, ptrace
# break: cpu.real_mode(0x1000 => cpu.protected_mode(0x1000
# break: Code(guest) => Code(guest[:7] + RET)

from snippets.linux.kvm import IO, Machine
from snippets.linux.machine_code import Code, listing

RET = b"\xc3"

# --8<-- [start:proof]
guest = listing("""
    ba f8 03 ; mov dx, 0x3f8    the port of the first serial line
    00 d8    ; add al, bl
    04 30    ; add al, '0'      the number becomes a digit
    ee       ; out dx, al
    b0 0a    ; mov al, '\\n'
    ee       ; out dx, al
    f4       ; hlt
""")
printed = b""
with Machine(memory=0x10000) as machine:
    machine.load(0x1000, guest)
    others = machine.memory[:0x1000] + machine.memory[0x1000 + len(guest) :]
    cpu = machine.cpu()
    cpu.real_mode(0x1000, rax=2, rbx=2)
    for exit in cpu.run():
        print(exit)
        if isinstance(exit, IO):
            printed += exit.data

print(len(guest), "bytes print", printed)
assert len(guest) == 12 and not any(others) and printed == b"4\n"
# --8<-- [end:proof]

# --8<-- [start:control]
end = Code(guest).run_in_child()
print("the same bytes in a process:", end)
assert str(end) == "SIGSEGV at byte 7"  # where the first OUT stands
# --8<-- [end:control]
