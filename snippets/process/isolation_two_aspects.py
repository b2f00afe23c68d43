"""Besides its memory and permissions, a forked process has its own file descriptors, working
directory, umask and resource limits, and the kernel checks whom it may send a signal."""
# needs: another-users-process
# break: in_child(set_up, "/proc", 0o077, 150) => set_up("/proc", 0o077, 150)
# break: os.kill, 1, 0 => os.kill, child, 0
# break: socket.send_fds(there, [b"note"], [note]) => there.send(str(note).encode())

import os
import resource
import socket
from pathlib import Path

from snippets.linux import proc
from snippets.linux.attempt import attempt
from snippets.linux.children import in_child, waiting_child
from snippets.linux.credentials import become_ordinary_user

become_ordinary_user()


# --8<-- [start:proof]
def set_up(folder, mask, files):
    """Change four things in this process, then look at them."""
    os.dup2(os.open(folder, os.O_RDONLY), 100)  # 100 names the folder
    os.chdir(folder)
    os.umask(mask)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    return look()


def look():
    paths = Path("/proc/self/fd/100").readlink(), Path.cwd()
    files, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return [*map(str, paths), proc.status(os.getpid())["Umask"], files]


ours = set_up("/", 0o022, 200)
childs = in_child(set_up, "/proc", 0o077, 150)
print("         descriptor 100  directory  umask  open files")
for name, values in (("parent", ours), ("child", childs), ("parent", look())):
    print("{:8} {:15} {:10} {:6} {}".format(name, *values))
assert childs == ["/proc", "/proc", "0077", 150]
assert look() == ours == ["/", "/", "0022", 200]
# --8<-- [end:proof]

# --8<-- [start:signals]
with waiting_child() as child:  # of the same user
    same = attempt(os.kill, child, 0)  # signal 0: only ask whether one may be sent
    other = attempt(os.kill, 1, 0)
print("signal to a process of the same user:", same)
print("signal to process 1:                 ", other)
assert (same, other) == ("ok", "EPERM")
# --8<-- [end:signals]

here, there = socket.socketpair()  # the two ends


# --8<-- [start:control]
def hand_over():
    note = os.memfd_create("note")
    os.write(note, b"from the child")
    socket.send_fds(there, [b"note"], [note])


in_child(hand_over)
_data, received, *_ = socket.recv_fds(here, 16, 1)
print("descriptors received:", len(received))
assert received and os.pread(received[0], 16, 0) == b"from the child"
# --8<-- [end:control]
