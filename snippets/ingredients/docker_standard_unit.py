"""An image brings a program, the libraries that it uses and its settings, but no kernel: what runs
from it runs on the kernel that is there, even if a file in the image is called a kernel."""
# needs: mounts, shared-libraries
# break: make_image([UNAME, *libraries(UNAME)]) => make_image([UNAME])
# masks: kernel

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from snippets.linux.children import in_child
from snippets.linux.images import libraries, pack, read_image, unpack, write_image
from snippets.linux.mounts import tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, enter_new

enter_new(CLONE_NEWNS)
tmpfs("/mnt")
UNAME = shutil.which("uname") or "/bin/uname"


def new_folder():
    return Path(tempfile.mkdtemp(dir="/mnt"))


# --8<-- [start:proof]
def make_image(files):
    """An image of some files of this machine, and of something that is named like a kernel."""
    tree, layout = new_folder(), new_folder()
    for file in map(Path, files):
        copy = tree / file.relative_to("/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    (tree / "boot").mkdir()
    (tree / "boot" / "vmlinuz").write_bytes(b"another kernel")
    write_image(layout, [pack(tree)], {"Cmd": [UNAME, "-r"]})
    return layout


def run(layout):
    """Unpack an image, make that the root, and start what its settings name."""
    config, layers = read_image(layout)
    root = new_folder()
    for layer in layers:
        unpack(layer, root)
    os.chroot(root)
    os.chdir("/")
    assert os.path.exists(UNAME)  # the program itself is in the image
    try:
        return subprocess.check_output(config["config"]["Cmd"], text=True).strip()
    except FileNotFoundError:
        return "ENOENT"


complete = in_child(run, make_image([UNAME, *libraries(UNAME)]))
print("kernel of the host:         ", os.uname().release)
print("kernel seen from the image: ", complete)
assert complete == os.uname().release
# --8<-- [end:proof]

# --8<-- [start:control]
alone = make_image([UNAME])
answer = in_child(run, alone)
print("image without the libraries:", answer)
assert answer == "ENOENT"  # the program is there, its loader is not
# --8<-- [end:control]
