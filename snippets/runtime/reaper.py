"""Where there is no PID namespace: a parent for all that the container's processes leave behind.

    starter ── reaper ── container, and whoever of it has lost a parent

Of a PID namespace the kernel kills all when the first process ends. Without one, a process that has
forked twice and begun a session of its own is nobody's any more. So here the container's parent is
a process that is a "subreaper": it becomes the parent of each of its descendants whose parent has
died, so that none can leave it. When the first process has ended, or the starter has died, it kills
its children until there are none. Source: prctl(2), PR_SET_CHILD_SUBREAPER.
"""

from __future__ import annotations

import os
import select
import time

from snippets.runtime import kernel
from snippets.runtime.libc import call
from snippets.runtime.monitor import apart

TYPE_CHECKING = False  # that of typing takes longer to import than this file
if TYPE_CHECKING:
    from collections.abc import Callable

    from snippets.runtime.groups import Groups

PATIENCE = 2  # seconds for what was killed to be gone


class Reaper:
    """The starter's side. It is the monitor as well, and to be made before the first group."""

    def __init__(self, flags: int, live: Callable[[], None], groups: Groups) -> None:
        """flags: of the new namespaces. live: what the container's process does, and never
        returns from. groups: to be removed at the end."""
        self._groups, self._pidfd = groups, -1
        orders, self._orders = os.pipe()
        self.told, told = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                os.close(self._orders)
                os.close(self.told)
                _watch(flags, live, groups, orders, told)
            finally:
                os._exit(1)
        os.close(orders)
        os.close(told)

    def container(self) -> tuple[int, int]:
        """The PID of the container's process, and a descriptor for it.

        Raises OSError if there is none. Only now the reaper may collect its status, so that the
        number can't have become another's.
        """
        answer = os.read(self.told, 64)
        if not answer or answer.startswith(b"!"):
            code = int(answer[1:] or b"0")
            raise OSError(code, os.strerror(code) if code else "the reaper was killed")
        pid = int(answer)
        self._pidfd = os.pidfd_open(pid)
        os.write(self._orders, b"1")
        return pid, self._pidfd

    def status(self) -> int | None:
        """How the container ended, as of waitpid(2); None if the reaper was killed. Waits."""
        answer = os.read(self.told, 64)
        return int(answer) if answer else None

    def ending(self) -> list[Callable[[], object]]:
        """What is to be done at the end, whatever happened."""
        return [
            lambda: os.close(self._orders),  # it ends all that is left, and then itself
            lambda: os.waitpid(self._pid, 0),
            lambda: os.close(self.told),
            self._groups.remove,
            *([lambda: os.close(self._pidfd)] if self._pidfd >= 0 else []),
        ]


def _watch(flags: int, live: Callable[[], None], groups: Groups, orders: int, told: int) -> None:
    """The reaper's own life."""
    call("prctl", kernel.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        pid, pidfd = groups.clone(flags)
    except OSError as error:
        groups.remove()
        _tell(told, f"!{error.errno}")
        return
    if pid == 0:
        os.close(orders)
        os.close(told)
        live()
    _tell(told, str(pid))
    apart([orders, told, pidfd])
    if os.read(orders, 1):
        poll = select.poll()
        poll.register(orders, select.POLLIN)
        poll.register(pidfd, select.POLLIN)
        poll.poll()
    os.kill(pid, kernel.SIGKILL)  # it has not been waited for, so this number is still its own
    _, status = os.waitpid(pid, 0)
    try:
        _end_all_below()
    finally:
        groups.remove()
    _tell(told, str(status))


def _tell(told: int, text: str) -> None:
    try:  # noqa: SIM105
        os.write(told, text.encode())
    except BrokenPipeError:
        pass  # the starter is gone


def _end_all_below() -> None:
    """Kill the children, and theirs that become ours when they die, until there are none."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:  # there are none
            return
        for child in _children():
            try:
                os.kill(child, kernel.SIGKILL)
            except PermissionError:  # by a set-user-ID program it became somebody else's
                continue
        time.sleep(0.001)


def _children() -> list[int]:
    """Source: proc(5), /proc/pid/task/tid/children."""
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return [int(pid) for pid in file.read().split()]
