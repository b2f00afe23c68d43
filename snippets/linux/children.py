"""A second process to try things in: forked, of short life, gone before the program goes on."""

import json
import os
import socket
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn


def in_child(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a function in a forked child; return here what it returned there.

    What it returns must be JSON (a tuple arrives as a list). Raises ChildProcessError if the
    function raised; the child has printed the traceback.
    Source: fork(2).
    """
    reading, writing = os.pipe()
    child = os.fork()
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


@contextmanager
def waiting_child(prepare: Callable[[], Any] = lambda: None) -> Iterator[int]:
    """A forked child that calls ``prepare``, then waits until the block ends; gives its PID.

    It also ends when its parent does: it waits for the end of a socket that the parent holds.
    Raises ChildProcessError if ``prepare`` raised.
    """
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()

        def live() -> None:
            prepare()
            theirs.send(b"ready")
            theirs.recv(1)

        _end(live)
    theirs.close()
    try:
        with ours:
            if not ours.recv(5):
                raise ChildProcessError("the child failed before it was ready")
            yield child
    finally:
        os.waitpid(child, 0)


def _end(work: Callable[[], Any]) -> NoReturn:
    """Do the work, then end this process at once, without what the parent planned for its exit."""
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
