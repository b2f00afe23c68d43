"""A process needs no more than an open `/dev/kvm` to make a virtual machine inside the host's
operating system; Linux has offered this since 2007, and there were such hypervisors before."""
# needs: kvm, landlock
# break: "/usr" => "/dev"

import os

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.kvm import KVM_CREATE_VM, Machine, ioctl
from snippets.linux.landlock import READ, WRITE_FILE, allow_only


# --8<-- [start:proof]
def open_and_make():
    with Machine(memory=0x1000) as machine:
        machine.cpu()


def make(kvm):
    os.close(ioctl(kvm, KVM_CREATE_VM))


def look():
    yield "may open /dev/kvm:        ", attempt(open_and_make)
    kvm = os.open("/dev/kvm", os.O_RDWR)
    allow_only(READ | WRITE_FILE, "/usr")  # from here on this process may open nothing else
    yield "may not open it:          ", attempt(open_and_make)
    yield "has it open from before:  ", attempt(make, kvm)
    os.close(kvm)
    yield "has closed that:          ", attempt(make, kvm)


answers = in_child(lambda: list(look()))
for who, answer in answers:
    print(who, answer)
assert [answer for _, answer in answers] == ["ok", "EACCES", "ok", "EBADF"]
# --8<-- [end:proof]
