"""An ordinary process finds another user's process, a protected file and the ports in use listed,
but is refused the process's memory, the file's contents and the traffic on the wire: what can be
seen can't always be read."""
# needs: closed-password-file, another-users-process
# break: process = Path("/proc/1") => process = Path("/proc/self")

import os
import socket
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.credentials import become_ordinary_user

server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]
become_ordinary_user()  # if root started us, the server remains root's


def raw_socket():
    """A socket that receives whatever arrives for any TCP port, by IPv4."""
    socket.socket(type=socket.SOCK_RAW, proto=socket.IPPROTO_TCP).close()


def whose(path):
    return "this user's" if path.stat().st_uid == os.getuid() else "another's"


# --8<-- [start:proof]
process = Path("/proc/1")  # the first process, which is root's
file = Path("/etc/shadow")  # what users' passwords are checked against
command = (process / "cmdline").read_bytes()
listed = f":{port:04X} " in Path("/proc/net/tcp").read_text()  # our server's, as an example
print("process: command line   ", "seen" if command else "hidden")
print("process: whose          ", whose(process))
print("file: whose             ", whose(file))
print("port: in use            ", "seen" if listed else "hidden")
assert command and listed

environment = attempt((process / "environ").read_bytes)
memory = attempt((process / "mem").open)
contents, traffic = attempt(file.read_bytes), attempt(raw_socket)
print("process: environment    ", environment)
print("process: memory         ", memory)
print("file: contents          ", contents)
print("network: traffic        ", traffic)
assert environment == memory == contents == "EACCES"
assert traffic == "EPERM"
assert whose(process) == whose(file) == "another's"
# --8<-- [end:proof]

# --8<-- [start:control]
own = attempt(Path("/proc/self/environ").read_bytes)
print("its own environment     ", own)
assert own == "ok"
# --8<-- [end:control]
