"""A terminal of its own for the container, joined to the one that the starter is on.

The container makes it, for it must belong to the container's own /dev/pts, keeps the end that
looks like a terminal and sends the other end, the master, to the starter, which carries every
byte between it and its own terminal. Source: pty(7), devpts.
"""

import array
import fcntl
import os
import socket
import struct
import termios
import tty
from collections.abc import Callable

from snippets.runtime.ingredients import Box
from snippets.runtime.kernel import MS_BIND, mount

TIOCSPTLCK, TIOCGPTN, TIOCSCTTY = 0x40045431, 0x80045430, 0x540E  # asm-generic/ioctls.h


class Terminal:
    """Both sides of it: what the container does (``give``) and what the starter does (the rest)."""

    def __init__(self, box: Box) -> None:
        self.size: dict = box.process.get("consoleSize", {})
        self._receiving, sending = socket.socketpair()
        self.sending = sending.detach()
        self.master = -1
        self._before: list | None = None

    def give(self) -> None:
        """In the container, when its root is in place: make it, take it, send the master away."""
        master = os.open("/dev/ptmx", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        fcntl.ioctl(master, TIOCSPTLCK, struct.pack("i", 0))
        number = struct.unpack("i", fcntl.ioctl(master, TIOCGPTN, bytes(4)))[0]
        path = f"/dev/pts/{number}"
        os.close(os.open("/dev/console", os.O_CREAT, 0o666))
        mount(path, "/dev/console", None, MS_BIND)
        slave = os.open(path, os.O_RDWR)
        fcntl.ioctl(slave, TIOCSCTTY, 0)
        for fd in range(3):
            os.dup2(slave, fd)
        os.close(slave)
        with socket.socket(fileno=self.sending) as channel:
            fds = array.array("i", [master])
            channel.sendmsg([b"m"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
        os.close(master)

    def attach(self) -> dict[int, Callable[[], bool]]:
        """Take the master; returns what to do when the starter's terminal or the master can be
        read: the functions return whether that was the last of it."""
        os.close(self.sending)
        _, ancillary, _, _ = self._receiving.recvmsg(1, socket.CMSG_SPACE(4))
        self.master = struct.unpack("i", ancillary[0][2][:4])[0]
        os.set_inheritable(self.master, False)
        self.resize()
        self._before = termios.tcgetattr(0)
        tty.setraw(0)  # Ctrl-C and all others are the container's terminal's business
        return {0: lambda: self._carry(0, self.master), self.master: self._print}

    def resize(self) -> None:
        """Make it as large as the starter's. Source: ioctl_tty(2), TIOCSWINSZ."""
        size = fcntl.ioctl(0, termios.TIOCGWINSZ, bytes(8))
        if self.size and self._before is None:
            size = struct.pack(
                "HHHH", self.size.get("height", 24), self.size.get("width", 80), 0, 0
            )
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, size)

    def drain(self) -> None:
        """What the container printed last."""
        os.set_blocking(self.master, False)
        while not self._print():
            pass

    def restore(self) -> None:
        if self._before is not None:
            termios.tcsetattr(0, termios.TCSADRAIN, self._before)

    def _print(self) -> bool:
        return self._carry(self.master, 1)

    def _carry(self, source: int, target: int) -> bool:
        try:
            data = os.read(source, 65536)
        except OSError:  # EIO: nobody has the other end open any more
            return True
        while data:
            data = data[os.write(target, data) :]
            if not data:
                return False
        return True
