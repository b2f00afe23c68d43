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

from snippets.runtime import ingredients
from snippets.runtime.ingredients import Box
from snippets.runtime.kernel import MS_BIND, mount
from snippets.runtime.streams import Flow

TIOCSPTLCK, TIOCGPTN, TIOCSCTTY = 0x40045431, 0x80045430, 0x540E  # asm-generic/ioctls.h


class Terminal:
    """The same as ``Streams``, with a terminal in place of the pipes."""

    before = staticmethod(ingredients.read_only_root)  # its /dev/console is yet to be made

    def __init__(self, box: Box) -> None:
        self.size: dict = box.process.get("consoleSize", {})
        self._receiving, self._sending = socket.socketpair()
        self.master = -1
        self._before: list | None = None

    def sending(self) -> list[int]:
        return [self._sending.fileno()]

    def give(self, box: Box) -> None:
        """In the container, when its root is in place: make it, take it, send the master away."""
        master = os.open("/dev/ptmx", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        fcntl.ioctl(master, TIOCSPTLCK, struct.pack("i", 0))
        number = struct.unpack("i", fcntl.ioctl(master, TIOCGPTN, bytes(4)))[0]
        path = f"/dev/pts/{number}"
        os.close(os.open("/dev/console", os.O_CREAT | os.O_NONBLOCK | os.O_NOCTTY, 0o666))
        mount(path, "/dev/console", None, MS_BIND)
        slave = os.open(path, os.O_RDWR)
        fcntl.ioctl(slave, TIOCSCTTY, 0)
        for fd in range(3):
            os.dup2(slave, fd)
        os.close(slave)
        with self._sending:
            fds = array.array("i", [master])
            self._sending.sendmsg([b"m"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
        os.close(master)

    def attach(self) -> list[Flow]:
        """Take the master, when the container has sent it."""
        self._sending.close()
        _, ancillary, _, _ = self._receiving.recvmsg(1, socket.CMSG_SPACE(4))
        if not ancillary:  # there will be no container; its report says why
            return []
        self.master = struct.unpack("i", ancillary[0][2][:4])[0]
        os.set_inheritable(self.master, False)
        os.set_blocking(self.master, False)
        self.resize()
        self._before = termios.tcgetattr(0)
        tty.setraw(0)  # Ctrl-C and all others are the container's terminal's business
        return [Flow(0, self.master, _stay_open), Flow(self.master, 1, _stay_open)]

    def resize(self) -> bool:
        """Make it as large as the starter's. Source: ioctl_tty(2), TIOCSWINSZ."""
        size = fcntl.ioctl(0, termios.TIOCGWINSZ, bytes(8))
        if self.size and self._before is None:
            size = struct.pack(
                "HHHH", self.size.get("height", 24), self.size.get("width", 80), 0, 0
            )
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, size)
        return True

    def restore(self) -> None:
        self._receiving.close()
        self._sending.close()
        if self._before is not None:
            termios.tcsetattr(0, termios.TCSADRAIN, self._before)
        if self.master >= 0:
            os.close(self.master)


def _stay_open() -> None:
    """The master serves both directions; ``restore`` closes it."""
