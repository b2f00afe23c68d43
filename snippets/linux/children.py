"""A second process to try things in: forked, of short life, and gone when its parent is."""

import ctypes
import json
import os
import resource
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any, NoReturn

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def fork() -> int:
    """Like ``os.fork()``, but should the parent die first, the kernel kills the child.

    That holds until the child changes its user, groups or capabilities.
    Source: prctl(2), PR_SET_PDEATHSIG.
    """
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() not in (parent, 0):  # it died before we asked; 0: it is outside our PIDs
            os._exit(1)
    return child


def in_child(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a function in a forked child; return here what it returned there.

    What it returns must be JSON (a tuple arrives as a list). Raises ChildProcessError if the
    function raised; the child has printed the traceback.
    """
    reading, writing = os.pipe()
    child = fork()
    if child == 0:
        os.close(reading)
        _end(lambda: os.write(writing, json.dumps(function(*args, **kwargs)).encode()))
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        returned = answer.read()
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise ChildProcessError(f"{getattr(function, '__name__', function)} failed in the child")
    return json.loads(returned)


def ending(function: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """Call a function in a forked child; say how that ended: "exit 0", or "SIGKILL".

    "exit 1" means that the function raised; the child has printed the traceback.
    Source: wait(2), WIFSIGNALED.
    """
    child = fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # if it dies, no file shall come of it
        _end(lambda: function(*args, **kwargs))
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name


@contextmanager
def child(
    work: Callable[[], Any] = signal.pause, prepare: Callable[[], Any] = lambda: None
) -> Iterator[int]:
    """A forked child that calls ``prepare`` and then does ``work``; gives its PID.

    The block begins when ``prepare`` has returned; at the end of the block the child is killed.
    Raises ChildProcessError if ``prepare`` raised; the child has printed the traceback.
    """
    reading, writing = os.pipe()
    pid = fork()
    if pid == 0:
        os.close(reading)

        def live() -> None:
            prepare()
            os.write(writing, b"ready")
            work()

        _end(live)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb", buffering=0) as line:
            if not line.read(5):
                raise ChildProcessError("the child failed before it was ready")
        yield pid
    finally:
        with suppress(ChildProcessError):  # the block has collected it, its number may be another's
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def waiting_child(prepare: Callable[[], Any] = lambda: None) -> AbstractContextManager[int]:
    """A forked child that calls ``prepare``, then waits until the block ends."""
    return child(signal.pause, prepare)


def _end(work: Callable[[], Any]) -> NoReturn:
    """Do the work, then end this process at once, without what the parent planned for its exit."""
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
