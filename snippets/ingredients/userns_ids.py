"""A user namespace has user and group IDs of its own, and a map says which IDs outside they stand
for; an ID without an entry reads as the overflow ID, and no process inside can take it."""
# needs: ordinary-user, ordinary-users-namespaces
# break: unshare(CLONE_NEWUSER) => unshare(0)
# break: "uid", [(0, mine, 1)] => "uid", [(mine, mine, 1)]
# masks: uid

import json
import os
from pathlib import Path

from snippets.linux import proc
from snippets.linux.attempt import attempt
from snippets.linux.children import waiting_child
from snippets.linux.credentials import become_ordinary_user, deny_setgroups, map_ids
from snippets.linux.namespaces import CLONE_NEWUSER, unshare

become_ordinary_user()

# --8<-- [start:proof]
OVERFLOW = int(Path("/proc/sys/kernel/overflowuid").read_text())
mine, group = os.getuid(), os.getgid()
told, telling = os.pipe()


def enter():
    unshare(CLONE_NEWUSER)
    before = os.getuid()
    deny_setgroups()
    mapped = attempt(map_ids, "self", "uid", [(0, mine, 1)])
    attempt(map_ids, "self", "gid", [(0, group, 1)])
    seen = before, mapped, os.getuid(), os.getgid(), os.stat("/").st_uid, attempt(os.setuid, 1)
    os.write(telling, json.dumps(seen).encode())


with waiting_child(enter) as child:
    before, mapped, user, own_group, owner, taken = json.loads(os.read(told, 1000))
    outside = int(proc.status(child)["Uid"].split()[0])
# --8<-- [end:proof]

# --8<-- [start:control]
print(f"without a map:           user {before}")
print(f"writing a map:           {mapped}")
print(f"with the map:            user {user}, group {own_group}")
print(f"the same one, outside:   user {outside}")
print(f"owner of /, outside:     user {os.stat('/').st_uid}")
print(f"owner of /, from inside: user {owner}")
print(f"to become user 1 inside: {taken}")
assert before == owner == OVERFLOW
assert (mapped, user, own_group) == ("ok", 0, 0)
assert outside == mine != 0
assert taken == "EINVAL"
# --8<-- [end:control]
