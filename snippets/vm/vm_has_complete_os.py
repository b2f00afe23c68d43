"""A virtual machine has virtual hardware; what runs on it may be an operating system, or just
twelve bytes."""
# needs: kvm, x86-64, ptrace
# break: special.cs.base = special.cs.selector = 0 => special.cs.selector = 0
# break: Code(guest) => Code(guest[:7] + RET)

import mmap
import os

from snippets.linux.kvm import (
    EXITS,
    KVM_CREATE_VCPU,
    KVM_CREATE_VM,
    KVM_GET_SREGS,
    KVM_GET_VCPU_MMAP_SIZE,
    KVM_RUN,
    KVM_SET_REGS,
    KVM_SET_SREGS,
    KVM_SET_TSS_ADDR,
    KVM_SET_USER_MEMORY_REGION,
    ioctl,
    kvm_regs,
    kvm_run,
    kvm_sregs,
    kvm_userspace_memory_region,
)
from snippets.linux.machine_code import Code, listing
from snippets.linux.memory import address_of

RET = b"\xc3"

# --8<-- [start:listing]
guest = listing("""
    ba f8 03 ; mov dx, 0x3f8    the port of the first serial line
    00 d8    ; add al, bl
    04 30    ; add al, '0'      the sum becomes a digit
    ee       ; out dx, al
    b0 0a    ; mov al, '\\n'
    ee       ; out dx, al
    f4       ; hlt
""")
# --8<-- [end:listing]

# --8<-- [start:proof]
kvm = os.open("/dev/kvm", os.O_RDWR)
vm = ioctl(kvm, KVM_CREATE_VM)
ioctl(vm, KVM_SET_TSS_ADDR, 0x7FFBD000)  # three pages that Intel's KVM may use for itself

memory = mmap.mmap(-1, 0x1000)
memory[: len(guest)] = guest
region = kvm_userspace_memory_region(0, 0, 0, len(memory), address_of(memory))
ioctl(vm, KVM_SET_USER_MEMORY_REGION, region)

cpu = ioctl(vm, KVM_CREATE_VCPU)
page = mmap.mmap(cpu, ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE))
run = kvm_run.from_buffer(page)  # here KVM tells why the guest exits
special = kvm_sregs()
ioctl(cpu, KVM_GET_SREGS, special)
special.cs.base = special.cs.selector = 0
ioctl(cpu, KVM_SET_SREGS, special)
ioctl(cpu, KVM_SET_REGS, kvm_regs(rip=0, rax=2, rbx=2, rflags=2))

printed = b""
while ioctl(cpu, KVM_RUN) == 0 and EXITS[run.exit_reason] == "IO":
    printed += page[run.io.data_offset : run.io.data_offset + 1]
print(len(guest), "bytes print", printed, "and end in", EXITS[run.exit_reason])
assert (len(guest), printed, EXITS[run.exit_reason]) == (12, b"4\n", "HLT")
# --8<-- [end:proof]

# --8<-- [start:control]
end = Code(guest).run_in_child()
print("the same bytes in a process:", end)
assert str(end) == "SIGSEGV at byte 7"  # where the first OUT stands
# --8<-- [end:control]
