"""Python functions inside a container: what the proofs of part 3 are made with.

The container is the one that ``python3 -m snippets.container.run`` makes, if nothing else is said.
"""

import json
import os
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

from snippets.linux.children import fork
from snippets.runtime import groups, spec
from snippets.runtime.start import Failed, run


def default() -> dict:
    """What the container is made from without a bundle: ``runc spec``, as a dict to change."""
    return spec.own(groups.unified(groups.trees()))


def with_namespaces(*kinds: str) -> dict:
    """The default, but with these kinds of namespaces only ("pid", "network", "mount" ...).

    The user namespace stays where there is one: without it an ordinary user could make no other.
    """
    asked = default()
    namespaces = asked["linux"]["namespaces"]
    asked["linux"]["namespaces"] = [n for n in namespaces if n["type"] in (*kinds, "user")]
    return asked


def in_container(
    function: Callable[..., Any],
    *args: Any,
    asked: dict | None = None,
    rootfs: str | None = None,
    chosen: list | None = None,
) -> Any:
    """Call a function as process 1 of a new container; return here what it returned there.

    asked: the spec; rootfs: a directory to be its root; chosen: only these ingredients. What the
    function returns must be JSON (a tuple arrives as a list), and what it imports must have been
    imported before. Raises ChildProcessError if there was no container, or if the function raised
    (its traceback has been printed) or was killed.
    """
    reading, writing = os.pipe()

    def work() -> None:
        os.write(writing, json.dumps(function(*args)).encode())

    starter = _start(asked, rootfs, chosen, work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        returned = answer.read()
    _, status = os.waitpid(starter, 0)
    if status != 0:
        ending = os.waitstatus_to_exitcode(status)
        raise ChildProcessError(f"{function.__name__} failed in the container: status {ending}")
    return json.loads(returned)


@contextmanager
def container(
    work: Callable[[], Any] = signal.pause,
    prepare: Callable[[], Any] = lambda: None,
    asked: dict | None = None,
    chosen: list | None = None,
) -> Iterator[int]:
    """A container whose process 1 calls ``prepare`` and then does ``work``.

    Gives its PID as it is seen here. The block begins when ``prepare`` has returned; at its end
    the container is killed and cleaned up. Raises ChildProcessError if it did not come up.
    """
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)

    def live() -> None:
        prepare()
        theirs.send(b"ready")
        work()

    starter = _start(asked, None, chosen, live, theirs.fileno())
    theirs.close()
    # The kernel adds the sender's PID, in the receiver's numbers: unix(7), SCM_CREDENTIALS.
    with ours:
        ready, credentials, _, _ = ours.recvmsg(5, socket.CMSG_SPACE(12))
    pid = struct.unpack("3i", credentials[0][2])[0] if ready else 0
    try:
        if not ready:
            raise ChildProcessError("the container did not come up")
        pidfd = os.pidfd_open(pid)
        try:
            yield pid
        finally:
            with suppress(ProcessLookupError):  # it has ended already
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
            os.close(pidfd)
    finally:
        os.waitpid(starter, 0)  # it cleans up


def _start(
    asked: dict | None,
    rootfs: str | None,
    chosen: list | None,
    work: Callable[[], Any],
    keep: int,
) -> int:
    """Fork a starter; returns its PID. It exits as the container does, or with 1 and a message."""
    starter = fork()
    if starter == 0:
        try:
            program = _ending(work)
            os._exit(run(asked or default(), rootfs, chosen=chosen, program=program, keep=(keep,)))
        except Failed as problem:
            print(f"no container: {problem}", file=sys.stderr, flush=True)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    return starter


def _ending(work: Callable[[], Any]) -> Callable[[], NoReturn]:
    """The same work, with an end of its process after it whatever happens."""

    def ended() -> NoReturn:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    return ended
