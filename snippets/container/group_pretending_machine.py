"""It is the kernel that pretends: one process, with code that knows nothing of containers, gets
the answers of a machine of its own to ordinary questions."""
# needs: containers
# break: inside = in_container(ask) => inside = ask()
# masks: value

# --8<-- [start:proof]
import os
import socket
from pathlib import Path

from snippets.runtime.inside import in_container


def ask():
    """Ordinary questions to the kernel; nothing in here knows of containers."""
    return {
        "my host name": socket.gethostname(),
        "my number": os.getpid(),
        "processes": len([name for name in os.listdir("/proc") if name.isdigit()]),
        "network routes": len(Path("/proc/net/route").read_text().splitlines()) - 1,
        "files in /etc": len(os.listdir("/etc")),
    }


outside = ask()
inside = in_container(ask)
for question, answer in inside.items():
    print(f"{question + ', inside':24}: {answer}")
assert inside == {
    "my host name": "runc",
    "my number": 1,
    "processes": 1,  # one is enough to make a container
    "network routes": 0,  # to no other machine
    "files in /etc": 0,
}
assert all(inside[question] != outside[question] for question in ("my number", "files in /etc"))
# --8<-- [end:proof]
