"""Containers with more powers than they should have, or with an ingredient less, to see what for.

The host on which they use their powers is played for the purpose.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from snippets.linux.children import in_child
from snippets.linux.mounts import mount, tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUTS, in_namespaces
from snippets.runtime import kernel
from snippets.runtime.ingredients import INSIDE, OUTSIDE, user_ids
from snippets.runtime.inside import default, in_container
from snippets.runtime.start import Failed, run

SECRET = "/mnt/secret"  # a file of the host


def on_played_host(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function as process 1 of a host of its own: processes, mounts, name, and a file.

    Raises ChildProcessError as ``in_namespaces``.
    """

    def play() -> Any:
        mount("proc", "/proc", "proc")
        tmpfs("/mnt")
        Path(SECRET).write_text("the host's")
        return function(*args)

    return in_namespaces(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS, play)


def in_powerful_container(
    function: Callable[[str], Any], argument: str, capabilities: list[str], own_users: bool
) -> Any:
    """Call a function as root of a container that has these capabilities besides the default's.

    At /host it finds the host's /proc, at /proc its own; nothing of either is masked or read-only.
    own_users: whether it gets a user namespace. It gets no control group.
    """
    asked = default()
    for names in asked["process"]["capabilities"].values():
        names += capabilities
    linux = asked["linux"] | {"maskedPaths": [], "readonlyPaths": []}
    if own_users:
        one = [{"containerID": 0, "hostID": 0, "size": 1}]
        linux["namespaces"].append({"type": "user"})
        linux |= {"uidMappings": one, "gidMappings": one}
    host = {"destination": "/host", "type": "none", "source": "/proc", "options": ["bind"]}
    asked |= {"linux": linux, "mounts": [asked["mounts"][0], host]}
    return in_container(function, argument, asked=asked, chosen=[user_ids, *INSIDE])


def output(
    arguments: list[str], directory: str, left_out: Callable | None = None, asks: bool = True
) -> str:
    """Run a program in a container; what it printed, or why there was none.

    directory: its working directory. left_out: an ingredient that the container does without.
    asks: whether its process asks the kernel, when it has gone there, if that is inside.
    """
    asked = default()
    asked["process"] |= {"args": arguments, "cwd": directory, "terminal": False}
    chosen = [each for each in OUTSIDE + INSIDE if each is not left_out]

    def printed() -> str:
        if not asks:
            kernel.is_inside = lambda: True
        with tempfile.TemporaryFile() as file:
            os.dup2(file.fileno(), 1)
            try:
                run(asked, None, chosen=chosen)
            except Failed as problem:
                return str(problem)
            file.seek(0)
            return file.read().decode().strip()

    return in_child(printed)
