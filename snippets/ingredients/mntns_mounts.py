"""A mount namespace has a table of mounts of its own, but no files of its own: what is mounted in a
private mount is not mounted outside, what is written to a file that both reach is written for both.
"""
# needs: mounts
# break: unshare(CLONE_NEWNS) => unshare(0)
# break: tmpfs(place) => tmpfs("/mnt")

from pathlib import Path

from snippets.linux.children import waiting_child
from snippets.linux.mounts import mount_at, tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, enter_new, unshare

enter_new(CLONE_NEWNS)  # so far the host's copy; what follows plays "outside"

# --8<-- [start:proof]
tmpfs("/mnt")
place, note = Path("/mnt/place"), Path("/mnt/note")
place.mkdir()
note.write_text("from outside")


def inside():
    unshare(CLONE_NEWNS)
    tmpfs(place)
    note.write_text("from inside")


with waiting_child(inside) as child:
    theirs, ours = mount_at(place, child), mount_at(place)
    print("mounted inside:", theirs.filesystem if theirs else "nothing")
    print("and outside:   ", ours.filesystem if ours else "nothing")
    print("the note reads:", note.read_text())
    assert note.read_text() == "from inside"
    assert theirs and not ours
# --8<-- [end:proof]
