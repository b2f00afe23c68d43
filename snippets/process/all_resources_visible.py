"""An ordinary process finds another user's process, a protected file and the ports in use listed,
but is refused their memory, contents and traffic: what can be seen can't always be read."""
# needs: another-users-process
# break: process = Path("/proc/1") => process = Path("/proc/self")

import socket
from collections.abc import Callable
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.credentials import become_ordinary_user

become_ordinary_user()


def raw_socket():
    """A socket that receives whatever arrives for any TCP port."""
    socket.socket(type=socket.SOCK_RAW, proto=socket.IPPROTO_TCP).close()


# --8<-- [start:proof]
process = Path("/proc/1")  # the first process, which is root's
file = Path("/etc/shadow")  # what users' passwords are checked against
requests: dict[str, Callable[[], object]] = {
    "process: command line": (process / "cmdline").read_bytes,
    "file: owner and size": file.stat,
    "ports: number and user": Path("/proc/net/tcp").read_bytes,
    "process: environment": (process / "environ").read_bytes,
    "process: memory": (process / "mem").open,
    "file: contents": file.read_bytes,
    "ports: traffic": raw_socket,
}
answers = {what: attempt(ask) for what, ask in requests.items()}
for what, answer in answers.items():
    print(f"{what:22}  {answer}")
*listed, environment, memory, contents, traffic = answers.values()
assert listed == ["ok", "ok", "ok"]
assert environment == memory == contents == "EACCES"
assert traffic == "EPERM"
# --8<-- [end:proof]

# --8<-- [start:control]
own = attempt(Path("/proc/self/environ").read_bytes)
print(f"its own environment     {own}")
assert own == "ok"
# --8<-- [end:control]
