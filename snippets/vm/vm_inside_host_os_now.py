"""A process needs no more than an open `/dev/kvm` to make a virtual machine inside the host's
operating system; Linux has offered this since 2007, and there were such hypervisors before."""
# needs: kvm, landlock
# break: "/usr" => "/dev"

import os
from socket import recv_fds, send_fds, socketpair

from snippets.linux.attempt import attempt
from snippets.linux.capabilities import capset
from snippets.linux.children import in_child
from snippets.linux.kvm import IO, Machine
from snippets.linux.landlock import READ, WRITE_FILE, allow_only
from snippets.linux.machine_code import listing

guest = listing("""
    ba f8 03 ; mov dx, 0x3f8
    00 d8    ; add al, bl
    04 30    ; add al, '0'
    ee       ; out dx, al
    b0 0a    ; mov al, '\\n'
    ee       ; out dx, al
    f4       ; hlt
""")


# --8<-- [start:proof]
def run_guest(kvm):
    with Machine(memory=0x10000, kvm=kvm) as machine:
        machine.load(0x1000, guest)  # the twelve bytes
        cpu = machine.cpu()
        cpu.real_mode(0x1000, rax=2, rbx=2)
        return [exit.data.decode() for exit in cpu.run() if isinstance(exit, IO)]


def without_the_right():
    allow_only(READ | WRITE_FILE, "/usr")  # it may open files of /usr, and no others
    capset(0)  # nor has it any of root's capabilities
    opening = attempt(os.open, "/dev/kvm", os.O_RDWR)
    _, (kvm,), _, _ = recv_fds(theirs, 1, maxfds=1)
    return opening, run_guest(kvm)


ours, theirs = socketpair()
kvm = os.open("/dev/kvm", os.O_RDWR)
send_fds(ours, [b"!"], [kvm])  # it waits in the socket, as an open file
os.close(kvm)
opening, said = in_child(without_the_right)
print("the child may open /dev/kvm itself:", opening)
print("with ours its guest says:          ", said)
assert (opening, said) == ("EACCES", ["4", "\n"])
# --8<-- [end:proof]
