"""When a file of a lower layer is first opened for writing, or its metadata is changed, overlayfs
copies it to the upper layer; a deletion leaves a mark there; the lower layer stays as it is."""
# needs: overlay
# break: os.O_WRONLY => os.O_RDONLY
# break: overlay(here, [image], upper, work) => here = image

import os
from pathlib import Path

from snippets.linux.images import is_whiteout, overlay
from snippets.linux.mounts import tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, enter_new

enter_new(CLONE_NEWNS)
tmpfs("/mnt")


def directories(*names):
    for name in names:
        Path("/mnt", name).mkdir()
        yield Path("/mnt", name)


# --8<-- [start:proof]
image, upper, work, here = directories("image", "upper", "work", "here")
for name in ("read", "opened", "chmoded", "deleted"):
    (image / name).write_text("from the image")
overlay(here, [image], upper, work)

(here / "read").read_text()
os.close(os.open(here / "opened", os.O_WRONLY))  # not a byte is written
(here / "chmoded").chmod(0o600)
(here / "deleted").unlink()

found = {}
for path in sorted(image.iterdir()):
    kept = upper / path.name
    mark = os.path.lexists(kept) and is_whiteout(kept)
    found[path.name] = "a mark" if mark else "a copy" if kept.exists() else "nothing"
    print(f"{path.name:8} in upper: {found[path.name]}")
names = sorted(path.name for path in here.iterdir())
print("names in the overlay:", *names)
assert found == dict(read="nothing", opened="a copy", chmoded="a copy", deleted="a mark")
assert (upper / "opened").read_text() == "from the image"  # all of it
assert names == ["chmoded", "opened", "read"]
# --8<-- [end:proof]

# --8<-- [start:control]
other, other_work, there = directories("other", "other_work", "there")
overlay(there, [image], other, other_work)
(here / "opened").write_text("changed here")
layer, second = (image / "opened").read_text(), (there / "opened").read_text()
print("the image still reads:", layer)
print("a second overlay reads:", second)
assert layer == second == "from the image"
# --8<-- [end:control]
