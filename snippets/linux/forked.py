"""A forked child that works until the block that it is needed in ends."""

import ctypes
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PR_SET_PDEATHSIG = 1  # linux/prctl.h


@contextmanager
def child(work: Callable[[], object]) -> Iterator[int]:
    """A child process that does ``work``; gives its PID. At the end of the block it is killed.

    The block must not collect it, for the number would no longer be its own. Should the parent
    die first, the kernel kills the child: PR_SET_PDEATHSIG, prctl(2).
    """
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() == parent:  # else it died before we asked
                work()
        finally:
            os._exit(0)
    try:
        yield pid
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
