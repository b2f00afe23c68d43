"""A container has the files of an operating system of its own, but runs on the kernel that the
host has booted; by default it may not even set that kernel's clock."""
# needs: containers
# break: rootfs=image => rootfs=None
# break: chosen=OUTSIDE + INSIDE => chosen=OUTSIDE + INSIDE[:-1]

import tempfile
from pathlib import Path

from snippets.linux.capabilities import permitted_capabilities
from snippets.runtime.ingredients import INSIDE, OUTSIDE  # the last of them: capabilities
from snippets.runtime.inside import in_container

CAP_SYS_TIME = 25  # linux/capability.h


# --8<-- [start:proof]
def look():
    system = [file.read_text().strip() for file in Path("/etc").glob("os-release")]
    boot = Path("/proc/sys/kernel/random/boot_id").read_text()  # new each time a kernel starts
    return system, boot, bool(permitted_capabilities() >> CAP_SYS_TIME & 1)


with tempfile.TemporaryDirectory() as image:  # an operating system of one file
    Path(image, "etc").mkdir()
    Path(image, "etc/os-release").write_text("NAME=Another")
    system, boot, may = in_container(look, rootfs=image, chosen=OUTSIDE + INSIDE)

same = boot == look()[1]
print("operating system:     ", *system)
print("boot of the kernel:   ", "the host's" if same else "another")
print("may set the clock:    ", "yes" if may else "no")
assert (system, same, may) == (["NAME=Another"], True, False)
# --8<-- [end:proof]
