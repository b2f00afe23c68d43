"""The starter as the parent of the container's process, where that is process 1 of its namespace.

With process 1 the kernel ends all others in its PID namespace: there is only one to be watched.
"""

from __future__ import annotations

import os

from snippets.runtime import kernel
from snippets.runtime.monitor import Monitor

TYPE_CHECKING = False  # that of typing takes longer to import than this file
if TYPE_CHECKING:
    from collections.abc import Callable

    from snippets.runtime.groups import Groups


class Parent:
    """The same as ``Reaper``, which says more of each method."""

    def __init__(self, flags: int, live: Callable[[], None], groups: Groups) -> None:
        self._groups = groups
        self._status: int | None = None
        self._monitor = Monitor(groups) if groups.possible() else None
        self._pid, self.told = groups.clone(flags)
        if self._pid == 0:
            if self._monitor:
                self._monitor.leave()
            live()
        if not self._monitor:  # there is no group, and the process is at work in the meantime
            self._monitor = Monitor(groups)
        self._monitor.watch(self._pid)

    def container(self) -> tuple[int, int]:
        return self._pid, self.told

    def status(self) -> int | None:
        if self._status is None:
            _, self._status = os.waitpid(self._pid, 0)
        return self._status

    def ending(self) -> list[Callable[[], object]]:
        assert self._monitor
        return [self._end, self._groups.remove, self._monitor.dismiss, lambda: os.close(self.told)]

    def _end(self) -> None:
        if self._status is None:
            os.kill(self._pid, kernel.SIGKILL)
            self.status()
