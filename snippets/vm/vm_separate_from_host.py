"""The wall stands in one direction at best: unless the hardware encrypts them, the program on the
host that made the machine reads and changes the guest's memory and registers."""
# needs: kvm
# break: memory = machine.memory => memory = bytearray(machine.memory)
# break: cpu.registers = registers => registers = cpu.registers

from snippets.linux.kvm import IO, Machine
from snippets.linux.machine_code import listing

# --8<-- [start:proof]
guest = listing("""
    c6 06 00 20 2a ; mov byte [0x2000], 42    one number in memory
    b3 07          ; mov bl, 7                one in a register
    e6 e8          ; out 0xe8, al             (here the guest is interrupted)
    a0 00 20       ; mov al, [0x2000]
    e6 e9          ; out 0xe9, al             say the one
    88 d8          ; mov al, bl
    e6 e9          ; out 0xe9, al             say the other
    f4             ; hlt
""")
with Machine(memory=0x10000) as machine:
    machine.load(0x1000, guest)
    cpu = machine.cpu()
    cpu.real_mode(0x1000)
    exits = cpu.run()
    next(exits)
    memory = machine.memory
    registers = cpu.registers
    print("the host reads: ", memory[0x2000], "and", registers.rbx & 0xFF)
    read = memory[0x2000], registers.rbx & 0xFF
    memory[0x2000] = 1
    registers.rbx = 2
    cpu.registers = registers
    said = [exit.data[0] for exit in exits if isinstance(exit, IO)]

print("the guest finds:", said[0], "and", said[1])
assert read == (42, 7) and said == [1, 2]
# --8<-- [end:proof]
