"""/etc/shadow may be read by whoever its mode bits admit, on Debian also group shadow, and by a
process of any user that holds CAP_DAC_READ_SEARCH in a user namespace that knows the file's owner
and group."""
# needs: root, ordinary-user, cap-dac-read-search
# break: (shadow.st_gid,) => ()
# break: capabilities=one => capabilities=0
# masks: value

import stat
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.credentials import CAP_DAC_READ_SEARCH, NOBODY, become

# --8<-- [start:proof]
SHADOW = Path("/etc/shadow")


def read_as(user, groups=(), capabilities=0):
    become(user, groups, capabilities)
    return attempt(SHADOW.read_bytes)


shadow = SHADOW.stat()
nobody = in_child(read_as, NOBODY)
member = in_child(read_as, NOBODY, groups=(shadow.st_gid,))
one = 1 << CAP_DAC_READ_SEARCH  # a set of capabilities: a number, with a bit for each
capable = in_child(read_as, NOBODY, capabilities=one)
print("mode:", stat.filemode(shadow.st_mode), SHADOW.owner(), SHADOW.group())
print(f"user nobody:                 {nobody}")
print(f"... in the file's group:     {member}")
print(f"... with CAP_DAC_READ_SEARCH: {capable}")
assert nobody == "EACCES"
may_group_read = shadow.st_mode & stat.S_IRGRP  # the r of the group's triple
assert member == ("ok" if may_group_read else "EACCES")
assert capable == "ok"
# --8<-- [end:proof]
