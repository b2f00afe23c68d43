"""The terminal that is lent to a guest until the guest ends."""

import os
import select
import signal
import termios
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

STOP = b"\x1d"  # Ctrl-]


# --8<-- [start:raw]
@contextmanager
def raw(terminal: int) -> Iterator[None]:
    """Until the block ends, every key comes as it is, at once, and is not shown."""
    before = termios.tcgetattr(terminal)
    try:
        tty.setraw(terminal)
        yield
    finally:
        with suppress(termios.error):  # it was closed
            termios.tcflush(terminal, termios.TCIFLUSH)  # what was meant for the guest
            termios.tcsetattr(terminal, termios.TCSANOW, before)
            # --8<-- [end:raw]


# --8<-- [start:typing]
@contextmanager
def typing(keyboard: int, receive: Callable[[bytes], object]) -> Iterator[None]:
    """Until the block ends, a thread hands over what comes from a file descriptor.

    If that is a terminal, its closing counts as SIGHUP and Ctrl-] as SIGINT to this process; the
    end of another file means only that nothing more is typed.
    """
    ended, end = os.pipe()
    terminal = os.isatty(keyboard)

    def carry() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())  # are the guest's thread's
        while ended not in select.select([keyboard, ended], [], [])[0]:
            try:
                data = os.read(keyboard, 4096)
            except OSError:  # EIO: the terminal was closed
                data = b""
            if terminal and (not data or STOP in data):
                os.kill(os.getpid(), signal.SIGINT if data else signal.SIGHUP)
                return
            if not data:
                return
            receive(data)

    thread = threading.Thread(target=carry, daemon=True)
    thread.start()
    try:
        yield
    finally:
        os.close(end)
        thread.join()
        os.close(ended)
        # --8<-- [end:typing]
