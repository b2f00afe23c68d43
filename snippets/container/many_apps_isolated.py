"""Containers let several applications run on one machine without taking each other's names: two
of them can hold the same port, and each sees only its own processes."""
# needs: containers
# break: in_container(application) => in_child(application)

# --8<-- [start:proof]
import os
import signal
import socket

from snippets.linux.attempt import attempt
from snippets.linux.children import fork, in_child, waiting_child
from snippets.linux.namespaces import CLONE_NEWNET, in_namespaces
from snippets.runtime.inside import container, in_container


def application():
    """Two processes, the first with port 8080. Answers how that went, and whom it sees."""
    answer = attempt(lambda: socket.create_server(("127.0.0.1", 8080)).detach())
    if fork() == 0:
        signal.pause()
    return answer, [int(name) for name in os.listdir("/proc") if name.isdigit()]


def hold():
    assert application()[0] == "ok"


with container(prepare=hold):  # and there it stays
    answer, sees = in_container(application)
print("in two containers: second application:", answer, "- it sees only its own:", sees == [1, 2])
assert answer == "ok" and sees == [1, 2]
# --8<-- [end:proof]


# --8<-- [start:control]
def as_plain_processes():
    with waiting_child(application) as first:
        return [*in_child(application), first]


answer, sees, first = in_namespaces(CLONE_NEWNET, as_plain_processes)  # which plays the host's
print("as plain processes: second application:", answer, "- it sees the first:", first in sees)
assert answer == "EADDRINUSE" and first in sees
# --8<-- [end:control]
