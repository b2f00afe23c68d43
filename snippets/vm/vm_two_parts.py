"""A virtual machine is the work of several parts: one in the kernel or below it, here KVM, carries
out the guest's instructions; a program, the VMM, plays the devices; without it the guest stops at
the first of them."""
# needs: kvm
# break: time.sleep(0.2) => next(exits)

import time

from snippets.linux.kvm import IO, Machine
from snippets.linux.machine_code import listing

# --8<-- [start:proof]
guest = listing("""
    b0 31 ; mov al, '1'
    e6 e9 ; out 0xe9, al    give the letter in AL to a device
    fe c0 ; inc al          the next letter
    eb fa ; jmp -6          and so on, for ever
""")


def state():
    return bytes(cpu.registers), bytes(machine.memory)


with Machine(memory=0x10000) as machine:
    machine.load(0x1000, guest)
    cpu = machine.cpu()
    cpu.real_mode(0x1000)
    exits = cpu.run()

    first = next(exits)
    before = state()
    time.sleep(0.2)
    after = state()
    second = next(exits)
    exits.close()

print("the VMM lets KVM run the guest:", first)
print("the VMM does something else:    the guest", "waits" if before == after else "goes on")
print("the VMM lets KVM run the guest:", second)
assert before == after and second == IO(port=0xE9, data=b"2", write=True)
# --8<-- [end:proof]
