"""A container with more powers than it should have, on a host that is played for the purpose.

What ``docker run --privileged --pid=host`` gives, in parts: capabilities, a sight of the host's
processes, all of /proc.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from snippets.linux.mounts import mount, tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUTS, in_namespaces
from snippets.runtime.ingredients import INSIDE, user_ids
from snippets.runtime.inside import default, in_container

SECRET = "/mnt/secret"  # a file of the host


# --8<-- [start:played-host]
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
    # --8<-- [end:played-host]


# --8<-- [start:powerful]
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
    # --8<-- [end:powerful]
