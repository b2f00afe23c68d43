"""A program file is instructions, data, and a table that tells the kernel where each goes in
memory; or it is a text that names the program to read it."""
# needs: nothing
# break: bytes(4) + cat[4:] => cat[:4] + cat[4:]
# break: b"#!/bin/sh\nexit 0\n" => b"# /bin/sh\nexit 0\n"
# masks: value

import os
import subprocess
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

from snippets.linux.attempt import attempt
from snippets.linux.elf import segments


def start(file):
    """The program cat from ``file``, with pipes to us; it ends when its input does."""
    return Popen(["cat"], executable=file, stdin=PIPE, stdout=PIPE, bufsize=0)


# --8<-- [start:proof]
file = os.path.realpath("/bin/cat")
cat = Path(file).read_bytes()
table = segments(cat)
code = [part for part in table if part.permissions == "r-x"]
data = [part for part in table if part.permissions == "rw-"]
print("instructions:", sum(part.size for part in code), "bytes, to be read and executed")
print("data:", sum(part.size for part in data), "bytes, to be read and written")

with start(file) as process:
    process.stdin.write(b"here?\n")
    process.stdout.readline()  # it answers, so it has been loaded
    maps = Path(f"/proc/{process.pid}/maps").read_text().splitlines()
memory = [line.split()[1][:3] for line in maps if line.endswith(file)]
print("in the file:", *(part.permissions for part in table))
print("in memory:", *memory)
assert code and data and {"r-x", "rw-"} <= set(memory)
assert "rwx" not in memory
# --8<-- [end:proof]


# --8<-- [start:control]
def run(content):
    with os.fdopen(os.memfd_create("a file in memory"), "wb", buffering=0) as file:
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
    "four bytes of it zeroed": attempt(run, bytes(4) + cat[4:]),
    "a text": attempt(run, b"exit 0\n"),
    "a text with a first line": attempt(run, b"#!/bin/sh\nexit 0\n"),
}
for what, result in results.items():
    print(f"{what}: {result}")
assert list(results.values()) == ["ok", "ENOEXEC", "ENOEXEC", "ok"]
# --8<-- [end:control]
