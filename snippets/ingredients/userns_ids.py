"""A user namespace has user and group IDs of its own, and a map says which IDs outside they stand
for: a user outside without an entry reads as the overflow ID, a number inside without one can't be
taken."""
# needs: ordinary-user, ordinary-users-namespaces
# break: unshare(CLONE_NEWUSER) => unshare(0)
# break: "uid", [(0, mine, 1)] => "uid", [(mine, mine, 1)]

import json
import os
from pathlib import Path

from snippets.linux import proc
from snippets.linux.attempt import attempt
from snippets.linux.children import waiting_child
from snippets.linux.credentials import (
    become_ordinary_user,
    become_user_of_a_user_namespace,
    deny_setgroups,
    map_ids,
)
from snippets.linux.namespaces import CLONE_NEWUSER, unshare

# A namespace of this program's own plays the machine's; in it we are an ordinary user.
become_ordinary_user()
become_user_of_a_user_namespace(1000)

# --8<-- [start:proof]
OVERFLOW = int(Path("/proc/sys/kernel/overflowuid").read_text())
mine, group = os.getuid(), os.getgid()
told, telling = os.pipe()


def write_maps():
    map_ids("self", "uid", [(0, mine, 1)])
    deny_setgroups()
    map_ids("self", "gid", [(0, group, 1)])


def enter():
    unshare(CLONE_NEWUSER)
    unmapped = os.getuid()
    first = attempt(write_maps)
    another = attempt(map_ids, "self", "uid", [(7, mine, 1)])
    report = unmapped, first, os.getuid(), os.getgid(), attempt(os.setuid, 1), another
    os.write(telling, json.dumps(report).encode())


with waiting_child(enter) as child:
    unmapped, first, inside, group, other, another = json.loads(os.read(told, 1000))
    outside = int(proc.status(child)["Uid"].split()[0])
# --8<-- [end:proof]

# --8<-- [start:control]
print(f"without a map:          user {unmapped}")
print(f"the maps are written:   {first}")
print(f"now, seen from inside:  user {inside}, group {group}")
print(f"and seen from outside:  user {outside}")
print(f"to become user 1:       {other}")
print(f"to write another map:   {another}")
assert (unmapped, first) == (OVERFLOW, "ok")
assert (inside, group, outside) == (0, 0, mine) and mine == 1000
assert (other, another) == ("EINVAL", "EPERM")
# --8<-- [end:control]
