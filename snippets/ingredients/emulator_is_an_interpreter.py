"""The kernel starts a program for another CPU if an interpreter is registered for such files: it
then runs the interpreter, and gives it the program's name."""
# needs: binfmt-misc-of-ones-own
# break: register(r"\xff\xff") => register(r"\xff\xfe")

import shutil
import subprocess
from pathlib import Path

from snippets.linux.credentials import become_root_of_a_user_namespace
from snippets.linux.mounts import mount, tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, unshare

become_root_of_a_user_namespace()  # root too: its list shall not be the machine's
unshare(CLONE_NEWNS)
tmpfs("/mnt")

# --8<-- [start:proof]
program = bytearray(Path(shutil.which("true") or "/bin/true").read_bytes())
program[18:20] = b"\xff\xff"  # e_machine, the kind of CPU: a number that nobody has
alien, emulator = Path("/mnt/alien"), Path("/mnt/emulator")
alien.write_bytes(program)
emulator.write_text("#!/bin/sh\necho the emulator is asked to run $1\n")
for file in (alien, emulator):
    file.chmod(0o755)


def start():
    try:
        return subprocess.check_output([alien], text=True).strip()
    except OSError as error:
        return error.strerror


def register(magic):
    """From now on, files with these bytes at offset 18 are the emulator's."""
    kinds = Path("/mnt/kinds")
    kinds.mkdir()
    mount("binfmt_misc", kinds, "binfmt_misc")  # the list of kinds of programs, as files
    (kinds / "register").write_text(f":alien:M:18:{magic}::{emulator}:")


before = start()
register(r"\xff\xff")
after = start()
print("before:", before)
print("after: ", after)
assert before == "Exec format error"
assert after == "the emulator is asked to run /mnt/alien"
# --8<-- [end:proof]
