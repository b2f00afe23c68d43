"""Linux divides root's power into capabilities, 41 since version 5.9; each thread has five sets of
them, and the effective one decides which of root's powers it has, also if it is not user 0."""
# needs: ordinary-user, ordinary-users-namespaces
# break: every & ~BIND, every & ~BIND => every, every
# break: in_child(bind_80, 0, BIND) => in_child(bind_80, BIND, BIND)
# masks: count

import os
import socket
from pathlib import Path

from snippets.linux import proc
from snippets.linux.attempt import attempt
from snippets.linux.capabilities import (
    CAP_NET_BIND_SERVICE,
    capability_sets,
    capset,
    last_capability,
    one,
    permitted_capabilities,
)
from snippets.linux.children import in_child
from snippets.linux.credentials import become_ordinary_user, become_user_of_a_user_namespace
from snippets.linux.namespaces import CLONE_NEWNET, unshare

become_ordinary_user()
PORTS = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")

# --8<-- [start:proof]
become_user_of_a_user_namespace(1000)  # not 0, not even inside
unshare(CLONE_NEWNET)
BIND = one(CAP_NET_BIND_SERVICE)
every = permitted_capabilities()


def bind_80(effective, permitted):
    capset(effective, permitted)
    return attempt(socket.create_server, ("", 80))


capable = in_child(bind_80, every, every)
without = in_child(bind_80, every & ~BIND, every & ~BIND)
only = in_child(bind_80, BIND, BIND)
asleep = in_child(bind_80, 0, BIND)
print("user", os.getuid(), "listens on port 80 with")
print(f"  all {every.bit_count()} capabilities:          {capable}")
print(f"  all but CAP_NET_BIND_SERVICE: {without}")
print(f"  only CAP_NET_BIND_SERVICE:    {only}")
print(f"  ... if it is not effective:   {asleep}")
assert last_capability() >= 40 and every == (2 << last_capability()) - 1
assert os.getuid() != 0 and int(PORTS.read_text()) == 1024
assert (capable, without, only, asleep) == ("ok", "EACCES", "ok", "EACCES")
# --8<-- [end:proof]


# --8<-- [start:control]
def look():
    capset(0, BIND)
    return capability_sets(proc.status(os.getpid()))


sets = in_child(look)
print("its five sets then:")
for name, capabilities in sets.items():
    print(f"  {name:12} {capabilities.bit_count():2}")
assert sets["permitted"] == BIND and sets["bounding"] == every
assert sets["effective"] == sets["inheritable"] == sets["ambient"] == 0
# --8<-- [end:control]
