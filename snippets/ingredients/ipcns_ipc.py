"""An IPC namespace has its own System V IPC objects and POSIX message queues; pipes, sockets,
signals and memory that is already shared lead out of it as before."""
# needs: ipc-objects
# break: CLONE_NEWIPC, find => 0, find

import mmap
import os
import signal
import socket

from snippets.linux import ipc
from snippets.linux.attempt import attempt
from snippets.linux.namespaces import CLONE_NEWIPC, enter_new, in_namespaces

enter_new(CLONE_NEWIPC)  # plays the machine's; what is made in it goes with us

# --8<-- [start:proof]
SYSTEM_V = [ipc.shared_memory, ipc.semaphores, ipc.message_queue]
KEY, NAME = 0x3757, "/door"

for make in SYSTEM_V:
    make(KEY, ipc.IPC_CREAT | ipc.IPC_EXCL)
ipc.posix_queue(NAME, os.O_CREAT | os.O_EXCL)


def find():
    found = {"System V " + each.__name__: attempt(each, KEY) for each in SYSTEM_V}
    return found | {"POSIX message_queue": attempt(ipc.posix_queue, NAME)}


here = in_namespaces(0, find)
there = in_namespaces(CLONE_NEWIPC, find)
print("                         same namespace  new namespace")
for what, answer in here.items():
    print(f"{what:25}{answer:16}{there[what]}")
assert set(here.values()) == {"ok"} and set(there.values()) == {"ENOENT"}
# --8<-- [end:proof]

# --8<-- [start:control]
came: list[str] = []
signal.signal(signal.SIGUSR1, lambda *_: came.append("signal"))
reading, writing = os.pipe()
our_end, their_end = socket.socketpair()
shared = mmap.mmap(-1, 100)


def send(to):
    os.write(writing, b"pipe")
    their_end.send(b"socket")
    shared.write(b"memory")
    os.kill(to, signal.SIGUSR1)


in_namespaces(CLONE_NEWIPC, send, os.getpid())
came += [os.read(reading, 6).decode(), our_end.recv(6).decode(), shared[:6].decode()]
print("out of the new one came: ", ", ".join(came))
assert came == ["signal", "pipe", "socket", "memory"]
# --8<-- [end:control]
