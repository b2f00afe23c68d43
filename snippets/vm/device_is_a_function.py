"""A device of a virtual machine is a function of the VMM: what the guest writes to a port is its
argument, and what the guest reads from the port is its result."""
# needs: kvm
# break: {0x3F8: serial_line} => {0x2F8: serial_line}

from snippets.linux.kvm import IO, Machine
from snippets.linux.machine_code import listing

# --8<-- [start:listing]
guest = listing("""
    ba f8 03 ; mov dx, 0x3f8
    ec       ; in al, dx       a letter from the serial line
    3c ff    ; cmp al, 0xff    all ones: there is no more
    74 05    ; je +5
    24 df    ; and al, 0xdf    make it a capital
    ee       ; out dx, al      send it back
    eb f6    ; jmp -10
    f4       ; hlt
""")
# --8<-- [end:listing]

# --8<-- [start:proof]
keyboard, screen = list(b"hello"), bytearray()


def serial_line(written=None):
    """The device: it is given a byte, or asked for one."""
    if written is not None:
        screen.append(written)
    elif keyboard:
        return keyboard.pop(0)
    return 0xFF


def nothing(written=None):
    """What all ports do that have no device."""
    return 0xFF


devices = {0x3F8: serial_line}
count = 0
with Machine(memory=0x10000) as machine:
    machine.load(0x1000, guest)
    cpu = machine.cpu()
    cpu.real_mode(0x1000)
    for exit in cpu.run():
        count += 1
        match exit:
            case IO(port, data, write=True):
                devices.get(port, nothing)(data[0])
            case IO(port, _, write=False):
                cpu.answer(devices.get(port, nothing)())
print("on the screen:", screen.decode())
print("exits:", count)
assert screen == b"HELLO" and count == 5 + 5 + 2  # 5 letters in and out, the end, HLT
# --8<-- [end:proof]
