"""What separates a process from the rest of the machine shows in facts that the kernel keeps, such
as its namespaces; a marker file like `/.dockerenv` shows only that somebody made that file."""
# needs: user-namespaces
# break: ".dockerenv").touch() => ".dockerenv")
# break: unshare(CLONE_NEWUSER | CLONE_NEWUTS | CLONE_NEWIPC) => unshare(0)
# masks: value

import tempfile
from pathlib import Path

from snippets.linux.namespaces import (
    CLONE_NEWIPC,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    FIRST,
    namespaces,
    unshare,
)


# --8<-- [start:proof]
def look(root="/"):
    return Path(root, ".dockerenv").exists(), namespaces()


def changes(before, after):
    return ["same" if old == new else "changed" for old, new in zip(before, after, strict=True)]


marker, now = look()
print("marker file here:", "present" if marker else "absent")
print("not the machine's first:", *[kind for kind in now if now[kind] != FIRST[kind]] or ["none"])

with tempfile.TemporaryDirectory() as folder:  # plays the part of /
    before = look(folder)
    Path(folder, ".dockerenv").touch()
    touched = changes(before, look(folder))

before = look()
unshare(CLONE_NEWUSER | CLONE_NEWUTS | CLONE_NEWIPC)  # three new namespaces for this process
separated = changes(before, look())

print("                       marker    namespaces")
print("make the marker file   {:8}  {}".format(*touched))
print("leave three namespaces {:8}  {}".format(*separated))
assert touched == ["changed", "same"] and separated == ["same", "changed"]
# --8<-- [end:proof]
