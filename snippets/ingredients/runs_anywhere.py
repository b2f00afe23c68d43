"""The kernel starts a program only if its file is marked for a kind of CPU whose programs it runs,
or an emulator is registered; and it answers only those system calls that it has."""
# needs: mounts
# break: alien[18:20] = b"\xff\xff" => alien[18:20] = own[18:20]
# break: "syscall", c_long(100_000) => "getpid"

import shutil
import subprocess
from ctypes import c_long
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.libc import call
from snippets.linux.mounts import tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, enter_new

enter_new(CLONE_NEWNS)
tmpfs("/mnt")

# --8<-- [start:proof]
own = Path(shutil.which("true") or "/bin/true").read_bytes()
alien = bytearray(own)
alien[18:20] = b"\xff\xff"  # e_machine, the kind of CPU: a number that nobody has


def start(program):
    file = Path("/mnt/true")
    file.write_bytes(program)
    file.chmod(0o755)
    return attempt(subprocess.run, [file], check=True)


native, foreign = start(own), start(alien)
print("built for this CPU:                   ", native)
print("built for another:                    ", foreign)
assert (native, foreign) == ("ok", "ENOEXEC")
newer = attempt(call, "syscall", c_long(100_000))
print("a system call that this kernel lacks: ", newer)
assert newer == "ENOSYS"
# --8<-- [end:proof]
