"""Processes with a private root file system and a PID namespace of their own still share the
machine's host name and its network."""
# needs: containers
# break: DEFINED = ("pid", "mount") => DEFINED = ("pid", "mount", "uts", "network")

import os
import socket

from snippets.linux.attempt import attempt
from snippets.linux.namespaces import CLONE_NEWNET, CLONE_NEWUTS, in_namespaces
from snippets.runtime.ingredients import mounts, new_root, own_mounts, root_files
from snippets.runtime.inside import container, in_container, with_namespaces

PORT = ("0.0.0.0", 80)

# --8<-- [start:proof]
DEFINED = ("pid", "mount")
PRIVATE_ROOT = [own_mounts, root_files, mounts, new_root]


def look():
    processes = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return processes, sorted(os.listdir("/"))


def change():
    socket.sethostname("changed")
    socket.create_server(PORT).detach()  # it stays open


def listen():
    socket.create_server(PORT).close()


def machine():
    socket.sethostname("machine")
    asked = with_namespaces(*DEFINED)
    asked["mounts"] = asked["mounts"][:1]  # /proc
    isolated = in_container(look, asked=asked, chosen=PRIVATE_ROOT)
    before = socket.gethostname(), attempt(listen)
    with container(prepare=change, asked=asked, chosen=PRIVATE_ROOT):
        return isolated, before, (socket.gethostname(), attempt(listen))


# --8<-- [end:proof]

# --8<-- [start:control]
(processes, files), before, after = in_namespaces(CLONE_NEWUTS | CLONE_NEWNET, machine)
print("inside, processes:", *processes)
print("inside, files:    ", *files)
print("the machine's host name, port 80:", *before)
print("with the container running:      ", *after)
assert processes == [1] and "home" not in files
assert before == ["machine", "ok"] and after == ["changed", "EADDRINUSE"]
# --8<-- [end:control]
