"""A guest of five bytes, as a command: it prints what the guest says, and waits if asked to.

    python3 -m snippets.measure.tiny [--wait]

It is what the measurements take for the smallest virtual machine: nothing else runs in it.
"""

import signal
import sys

from snippets.linux.kvm import IO, Machine

GUEST = bytes.fromhex("b034e6e9f4")  # mov al, '4'; out 0xe9, al; hlt


def first_byte(machine: Machine) -> bytes:
    """What the guest says first. Raises RuntimeError if it says nothing."""
    machine.load(0x1000, GUEST)
    cpu = machine.cpu()
    cpu.real_mode(0x1000)
    for exit in cpu.run(time_limit=5):
        if isinstance(exit, IO):
            return exit.data
    raise RuntimeError("the guest said nothing")


if __name__ == "__main__":
    with Machine(memory=0x2000) as machine:
        print(first_byte(machine).decode(), end="", flush=True)
        if sys.argv[1:] == ["--wait"]:
            signal.pause()
