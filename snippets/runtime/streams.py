"""Standard input, output and errors: a pipe before each that is not one already.

What a program was given it can open again as /proc/self/fd/N, and anew means with other rights: a
file that was given to be read it can write, if its user may; at a terminal it can read what is
typed. Behind a pipe there is nothing but its other end. So all else stays with the starter, which
copies, as runc does.
"""

from __future__ import annotations

import os
import select
import stat

TYPE_CHECKING = False  # that of typing takes longer to import than this file
if TYPE_CHECKING:
    from collections.abc import Callable

    from snippets.runtime.ingredients import Box

PIECE = 4096  # what a pipe that is ready takes at once: pipe(7), PIPE_BUF


class Flow:
    """Bytes on their way from one descriptor to another; it waits for neither."""

    def __init__(self, source: int, target: int, close: Callable[[], None]) -> None:
        self.source, self.target, self.close = source, target, close
        self.data = b""
        at_once = not os.get_blocking(target) or stat.S_ISREG(os.fstat(target).st_mode)
        self.piece = 16 * PIECE if at_once else PIECE

    def waits_for(self) -> tuple[int, int]:
        """A descriptor, and the event that ``step`` needs: poll(2)."""
        return (self.target, select.POLLOUT) if self.data else (self.source, select.POLLIN)

    def step(self) -> bool:
        """Take a piece, or pass it on; returns whether that was the last."""
        try:
            if self.data:
                self.data = self.data[os.write(self.target, self.data[: self.piece]) :]
                return False
            self.data = os.read(self.source, 16 * PIECE)
        except BlockingIOError:
            return False
        except OSError:  # EPIPE, EIO: nobody has the other end open any more
            return True
        return not self.data

    def drain(self) -> None:
        """Pass on what there is, and wait for nothing more to come."""
        os.set_blocking(self.source, False)
        while True:
            if not self.data:
                try:
                    self.data = os.read(self.source, 16 * PIECE)
                except OSError:
                    return
            if not self.data:
                return
            select.select([], [self.target], [])
            if self.step():
                return


class Streams:
    """Both sides of it: what the container does (``give``) and what the starter does (the rest)."""

    before = None  # they are given before all ingredients

    def __init__(self, replaced: tuple[int, ...] = (0, 1, 2)) -> None:
        others = [fd for fd in replaced if not _is_pipe(fd)]
        self.pipes = {fd: os.pipe() for fd in others}
        self._open = {end for pipe in self.pipes.values() for end in pipe}

    def sending(self) -> list[int]:
        """What the container needs of it: the ends to be passed on."""
        return [writing if fd else reading for fd, (reading, writing) in self.pipes.items()]

    def give(self, box: Box) -> None:
        """In the container: put the ends in the places of what the starter has.

        They are made over to its user, who could not open /dev/stdout otherwise.
        """
        user = box.process.get("user", {}).get("uid", 0)
        for fd, end in zip(self.pipes, self.sending(), strict=True):
            os.dup2(end, fd)
            os.close(end)
            if user:
                os.fchown(fd, user, -1)

    def attach(self) -> list[Flow]:
        """In the starter, when the container has its ends."""
        self._close(*self.sending())
        flows = []
        for fd, (reading, writing) in self.pipes.items():
            if fd == 0:
                os.set_blocking(writing, False)
                flows.append(self._flow(0, writing, writing))
            else:
                flows.append(self._flow(reading, fd, reading))
        return flows

    def _flow(self, source: int, target: int, ours: int) -> Flow:
        return Flow(source, target, lambda: self._close(ours))

    def _close(self, *ends: int) -> None:
        for end in ends:
            self._open.remove(end)
            os.close(end)

    def resize(self) -> bool:
        """Pipes have no size: nothing was done."""
        return False

    def restore(self) -> None:
        self._close(*self._open)


def _is_pipe(fd: int) -> bool:
    """What is closed is opened first, for else it would be open for something else soon."""
    try:
        return os.readlink(f"/proc/self/fd/{fd}").startswith("pipe:")
    except OSError:
        os.open("/dev/null", os.O_RDWR)
        return False
