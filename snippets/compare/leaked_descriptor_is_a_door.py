"""A directory of the host that is still open when a container's process goes to its working
directory is a door: a configuration names it by /proc/self/fd, and the program begins outside."""
# needs: containers
# break: LEFT_OUT = descriptors => LEFT_OUT = None

import os
import tempfile

from snippets.runtime.ingredients import descriptors
from snippets.runtime.powers import output

# --8<-- [start:proof]
LEFT_OUT = descriptors  # the ingredient that closes what the starter has open

with tempfile.TemporaryDirectory() as host:
    os.mkdir(f"{host}/left-open")
    with open(f"{host}/secret", "w") as file:
        file.write("the host's")
    left_open = os.open(f"{host}/left-open", os.O_RDONLY)
    os.dup2(left_open, 9, inheritable=False)  # it would be closed by exec

    program, directory = ["cat", "../secret"], "/proc/self/fd/9"
    outside = output(program, directory, LEFT_OUT, asks=False)
    inside = output(program, directory).removeprefix("process: ")

print("left open:", outside)
print("closed:   ", inside)
assert outside == "the host's"
assert inside == "No such file or directory (/proc/self/fd/9)"
# --8<-- [end:proof]
