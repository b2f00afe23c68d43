"""A forked child that works until the block that it is needed in ends."""

import ctypes
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

PR_SET_PDEATHSIG = 1  # linux/prctl.h


@contextmanager
def child(work: Callable[[], object]) -> Iterator[int]:
    """A child process that does ``work``; gives its PID. At the end of the block it is killed.

    Should the parent die first, the kernel kills the child: PR_SET_PDEATHSIG, prctl(2). The block
    begins when that is arranged, for a child that is stopped earlier could never ask for it.
    """
    parent = os.getpid()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() == parent:  # else it died before we asked
                os.write(writing, b"ready")
                work()
        finally:
            os._exit(0)
    handle = os.pidfd_open(pid)  # unlike the number, it never means another process
    os.read(reading, 5)
    os.close(reading)
    os.close(writing)
    try:
        yield pid
    finally:
        with suppress(ProcessLookupError, ChildProcessError):  # the block has collected it
            signal.pidfd_send_signal(handle, signal.SIGKILL)
            os.waitpid(pid, 0)
        os.close(handle)
