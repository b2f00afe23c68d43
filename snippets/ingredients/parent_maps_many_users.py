"""Whoever has CAP_SETUID over the parent namespace may map many users, and others than itself; each
user inside then stands for a user of its own outside."""
# needs: root, ordinary-user, further-user-ids
# break: every & ~SETUID => every

import os
import tempfile

from snippets.linux.attempt import attempt
from snippets.linux.capabilities import CAP_SETUID, capset, one, permitted_capabilities
from snippets.linux.children import in_child, waiting_child
from snippets.linux.credentials import map_ids
from snippets.linux.namespaces import CLONE_NEWUSER, join, unshare

# --8<-- [start:proof]
RANGE = [(0, 2_000_000_000, 65_536)]  # first inside, first outside, how many


def leave():
    unshare(CLONE_NEWUSER)


def make_file(number, process):
    join(process, CLONE_NEWUSER)
    os.setgid(number)
    os.setuid(number)
    os.close(os.open(f"made by {number}", os.O_CREAT | os.O_EXCL))


with tempfile.TemporaryDirectory() as folder, waiting_child(leave) as child:
    os.chmod(folder, 0o1777)
    os.chdir(folder)
    map_ids(child, "uid", RANGE)  # we are outside, and privileged there
    map_ids(child, "gid", RANGE)
    for number in 0, 33:
        in_child(make_file, number, child)
        owner = os.stat(f"made by {number}").st_uid
        print(f"made by user {number:2} inside, owner outside: user {owner}")
        assert owner == 2_000_000_000 + number
# --8<-- [end:proof]


# --8<-- [start:control]
def map_without(capabilities):
    capset(capabilities)
    with waiting_child(leave) as child:
        many = attempt(map_ids, child, "uid", RANGE)
        return many, attempt(map_ids, child, "uid", [(0, os.getuid(), 1)])


every, SETUID = permitted_capabilities(), one(CAP_SETUID)
many, itself = in_child(map_without, every & ~SETUID)
print(f"without CAP_SETUID, the same map: {many}; for itself only: {itself}")
assert (many, itself) == ("EPERM", "ok")
# --8<-- [end:control]
