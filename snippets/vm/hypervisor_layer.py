"""A hypervisor may lie on the bare hardware, or in a host's operating system; KVM is a part of
Linux: to the host the virtual machine is a process, and it stops when the process is stopped."""
# needs: kvm
# break: os.kill(vmm, SIGSTOP) => os.kill(vmm, 0)

import mmap
import os
import time
from signal import SIGCONT, SIGSTOP

from snippets.linux.children import child
from snippets.linux.kvm import Machine
from snippets.linux.machine_code import listing

# --8<-- [start:listing]
guest = listing("""
    ff 05 00 00 01 00 ; inc dword [0x10000]
    eb f8             ; jmp -8
""")
counter = mmap.mmap(-1, mmap.PAGESIZE)  # the child will have it too, and its guest


def run_guest():
    with Machine(memory=0x10000) as machine:
        machine.add_memory(0x10000, counter)
        machine.load(0x1000, guest)
        cpu = machine.cpu()
        cpu.protected_mode(0x1000)
        list(cpu.run(time_limit=60))


def counts(seconds=0.5):
    before, end = counter[:4], time.monotonic() + seconds
    while counter[:4] == before and time.monotonic() < end:
        time.sleep(0.01)
    return counter[:4] != before


# --8<-- [end:listing]

# --8<-- [start:proof]
with child(run_guest) as vmm:
    running = counts(seconds=10)
    files = [os.readlink(f"/proc/{vmm}/fd/{fd}") for fd in os.listdir(f"/proc/{vmm}/fd")]
    os.kill(vmm, SIGSTOP)
    time.sleep(0.1)
    stopped = counts()
    os.kill(vmm, SIGCONT)
    resumed = counts(seconds=10)

kvm = sorted({file for file in files if "kvm" in file})
print("the child has open:", *kvm)
for what, counting in (("running", running), ("SIGSTOP", stopped), ("SIGCONT", resumed)):
    print(f"{what}: the guest", "counts" if counting else "stands still")
assert (running, stopped, resumed) == (True, False, True)
assert "anon_inode:kvm-vm" in kvm
# --8<-- [end:proof]
