"""A bind mount shows the same file in a second place, not a copy: one device, one inode number;
only flags such as read-only belong to the place."""
# needs: mounts
# break: bind(original, second) => shutil.copy(original, second)
# break: read_only=True => read_only=False

import os
import shutil
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.mounts import bind, tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, enter_new

enter_new(CLONE_NEWNS)

# --8<-- [start:proof]
tmpfs("/mnt")
original, second, copy = Path("/mnt/original"), Path("/mnt/second"), Path("/mnt/copy")
original.write_text("first text")
shutil.copy(original, copy)
second.touch()  # a place to hang it
bind(original, second)
second.write_text("second text")
for path in (original, second, copy):
    same = os.path.samestat(path.stat(), original.stat())
    print(f"{path.name:8} {path.read_text():11} {'same file' if same else 'another file'}")
assert os.path.samestat(second.stat(), original.stat())
assert original.read_text() == "second text"
assert original.stat().st_nlink == 1  # no second name in the file system, as a link would be
# --8<-- [end:proof]

# --8<-- [start:control]
locked = Path("/mnt/locked")
locked.touch()
bind(original, locked, read_only=True)
there = attempt(locked.write_text, "third text")
here = attempt(original.write_text, "fourth text")
print("write through the read-only place:", there)
print("write through the first place:    ", here)
print("the read-only place now reads:    ", locked.read_text())
assert (there, here) == ("EROFS", "ok")
assert locked.read_text() == "fourth text"
# --8<-- [end:control]
