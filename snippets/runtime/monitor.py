"""The monitor: a process that sees the starter die, and then ends the container in its place.

It waits at a pipe whose other end only the starter holds, so it wakes whatever the starter died of.
The kernel kills the container's process by itself when its parent dies, but a program may take
that back, prctl(2), PR_SET_PDEATHSIG; and control groups are nobody's children.
"""

from __future__ import annotations

import os

from snippets.runtime import kernel

TYPE_CHECKING = False  # that of typing takes longer to import than this file
if TYPE_CHECKING:
    from snippets.runtime.groups import Groups


class Monitor:
    """The starter's side. It is to be made before the first control group, and told of the
    container's process before its program starts: so there is no moment without it."""

    def __init__(self, groups: Groups) -> None:
        reading, self._writing = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                os.close(self._writing)
                _watch(reading, groups)
            finally:
                os._exit(0)
        os.close(reading)

    def leave(self) -> None:
        """In the container's process: only the starter may hold the pipe."""
        os.close(self._writing)

    def watch(self, pid: int) -> None:
        """This is the first process of the container; with it end all in its PID namespace."""
        self._tell(str(pid))

    def dismiss(self) -> None:
        """The starter has cleaned up itself."""
        self._tell("0")
        os.close(self._writing)
        os.waitpid(self._pid, 0)

    def _tell(self, text: str) -> None:
        try:  # noqa: SIM105
            os.write(self._writing, text.ljust(32).encode())
        except BrokenPipeError:  # somebody has killed it
            pass


def _watch(reading: int, groups: Groups) -> None:
    apart([reading])
    pidfd = -1
    while message := os.read(reading, 32):
        if not (pid := int(message)):
            return
        try:
            pidfd = os.pidfd_open(pid)
        except ProcessLookupError:  # it has ended already
            continue
    try:
        if pidfd >= 0:
            kernel.send_signal(pidfd, kernel.SIGKILL)
    finally:
        groups.remove()


def apart(keep: list[int]) -> None:
    """Leave all that is the starter's, but these descriptors.

    Whoever waits for the end of the starter's output must not wait for us.
    """
    os.setsid()  # what is typed at the starter's terminal does not concern us
    null = os.open("/dev/null", os.O_RDWR)
    for fd in range(3):
        os.dup2(null, fd)
    close_all_but(keep)


def close_all_but(keep: list[int]) -> None:
    """Close all descriptors from 3 on, except these. Source: close_range(2)."""
    first = 3
    for fd in sorted(keep):
        os.closerange(first, fd)
        first = fd + 1
    os.closerange(first, 2**31 - 1)
