"""A program file is instructions, data, a mark of its format, and a table that tells the kernel
where each goes in memory; or it is a text that names the program to read it."""
# needs: executable-memory-files
# break: bytes(4) + cat[4:] => cat[:4] + cat[4:]
# break: without_table(cat) => cat
# break: b"#!/bin/sh\nexit 0\n" => b"# /bin/sh\nexit 0\n"
# masks: value

import mmap
import os
import subprocess
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

from snippets.linux.attempt import attempt
from snippets.linux.elf import segments, without_table
from snippets.linux.proc import mappings


def start(file):
    """The program cat from ``file``, with pipes to us; it ends when its input does."""
    return Popen(["cat"], executable=file, stdin=PIPE, stdout=PIPE, bufsize=0)


# --8<-- [start:proof]
file = os.path.realpath("/bin/cat")
cat = Path(file).read_bytes()
table = segments(cat)
print("may be executed:", sum(p.size for p in table if p.permissions == "r-x"), "bytes")
print("may be written:", sum(p.size for p in table if p.permissions == "rw-"), "bytes")

with start(file) as process:
    process.stdin.write(b"here?\n")
    process.stdout.readline()  # it answers, so it has been loaded
    memory = mappings(process.pid, file)
print("in the file:", *(part.permissions for part in table))
print("in memory:", *(place.permissions for place in memory))

first_page = table[0].address // mmap.PAGESIZE * mmap.PAGESIZE
base = memory[0].begin - first_page  # where the kernel has put address 0 of the table
for part in table:
    last = base + part.address + part.size - 1  # its last byte
    [place] = [place for place in memory if place.begin <= last < place.end]
    assert place.permissions == part.permissions
assert {"r-x", "rw-"} <= {part.permissions for part in table}
# --8<-- [end:proof]


# --8<-- [start:control]
def run(content):
    """Ask the kernel to run these bytes as a program, from a file that is only in memory."""
    with os.fdopen(os.memfd_create("a program"), "wb", buffering=0) as file:
        file.write(content)
        subprocess.run(
            ["cat"],
            executable=f"/proc/self/fd/{file.fileno()}",
            pass_fds=[file.fileno()],
            stdin=DEVNULL,
            check=True,
        )


results = {
    "the whole file": attempt(run, cat),
    "its mark zeroed": attempt(run, bytes(4) + cat[4:]),
    "its table emptied": attempt(run, without_table(cat)),
    "a text": attempt(run, b"exit 0\n"),
    "a text with a first line": attempt(run, b"#!/bin/sh\nexit 0\n"),
}
for what, result in results.items():
    print(f"{what}: {result}")
assert list(results.values()) == ["ok", "ENOEXEC", "ENOEXEC", "ENOEXEC", "ok"]
# --8<-- [end:control]
