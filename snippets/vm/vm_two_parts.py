"""A virtual machine is the work of several parts: one in the kernel or below it, here KVM, carries
out the guest's instructions; a program, the VMM, plays most devices, and only when the guest calls
on one of these does it wait for that program."""
# needs: kvm
# break: time.sleep(60) => continue

import mmap
import time

from snippets.linux.children import child
from snippets.linux.kvm import KVM_RUN, Machine, ioctl
from snippets.linux.machine_code import listing
from snippets.vm.counting import counts, number

# --8<-- [start:listing]
COUNT = "ff 05 00 00 01 00 ; inc dword [0x10000]"
NOTHING, OUT = "90 90 ; nop, nop", "e6 e9 ; out 0xe9, al"
AGAIN = "eb f6 ; jmp -10"
counter = mmap.mmap(-1, mmap.PAGESIZE)  # the guest finds it at 0x10000


def vmm(instruction):
    with Machine(memory=0x10000) as machine:
        machine.add_memory(0x10000, counter)
        machine.load(0x1000, listing(f"{COUNT}\n{instruction}\n{AGAIN}"))
        cpu = machine.cpu()
        cpu.protected_mode(0x1000)
        while True:
            ioctl(cpu.fd, KVM_RUN)  # comes back when the guest exits
            time.sleep(60)  # the VMM has other things to do


# --8<-- [end:listing]


# --8<-- [start:proof]
def watch(instruction):
    counter[:4] = bytes(4)
    with child(lambda: vmm(instruction)):
        counts(counter, seconds=20, start=0)  # it begins
        return "counts on" if counts(counter) else f"stands still at {number(counter)}"


alone, calling = watch(NOTHING), watch(OUT)
print("the guest that calls on no device:", alone)
print("the guest that calls on one:      ", calling)
assert (alone, calling) == ("counts on", "stands still at 1")
# --8<-- [end:proof]
