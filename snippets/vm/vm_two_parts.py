"""A virtual machine is the work of several parts: one in the kernel or below it, here KVM, carries
out the guest's instructions; a program, the VMM, plays most devices; without it the guest goes on
until it calls on one of these."""
# needs: kvm
# break: time.sleep(60) => continue

import mmap
import time

from snippets.linux.children import child
from snippets.linux.kvm import KVM_RUN, Machine, ioctl
from snippets.linux.machine_code import listing

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


def number():
    return int.from_bytes(counter[:4], "little")


# --8<-- [start:proof]
def watch(instruction):
    counter[:4] = bytes(4)
    with child(lambda: vmm(instruction)):
        end = time.monotonic() + 20
        while number() == 0 and time.monotonic() < end:
            time.sleep(0.01)
        begun = number()
        time.sleep(0.5)
        return "counts on" if number() > begun else f"stands still at {begun}"


alone, calling = watch(NOTHING), watch(OUT)
print("the guest that calls on no device:", alone)
print("the guest that calls on one:      ", calling)
assert (alone, calling) == ("counts on", "stands still at 1")
# --8<-- [end:proof]
