"""A directory of the host that is still open when a container's process goes to its working
directory is a door: a configuration names it by /proc/self/fd, and the program begins outside."""
# needs: containers
# break: LEFT_OUT = descriptors => LEFT_OUT = None

import os
import tempfile

from snippets.linux.children import in_child
from snippets.runtime.ingredients import INSIDE, OUTSIDE, descriptors
from snippets.runtime.inside import default
from snippets.runtime.start import Failed, run

# --8<-- [start:proof]
LEFT_OUT = descriptors  # the ingredient that closes what the starter has open


def start(arguments, directory, left_out=None):
    """Run a program in a container; what it printed, or why there was none."""
    asked = default()
    asked["process"] |= {"args": arguments, "cwd": directory, "terminal": False}
    chosen = [each for each in OUTSIDE + INSIDE if each is not left_out]
    with tempfile.TemporaryFile() as output:
        os.dup2(output.fileno(), 1)
        try:
            run(asked, None, chosen=chosen)
        except Failed as problem:
            return str(problem)
        output.seek(0)
        return output.read().decode().strip()


with tempfile.TemporaryDirectory() as host:
    os.mkdir(f"{host}/left-open")
    with open(f"{host}/secret", "w") as file:
        file.write("the host's")
    left_open = os.open(f"{host}/left-open", os.O_RDONLY)
    os.dup2(left_open, 9, inheritable=False)  # it would be closed by exec
    ask = ["cat", "../secret"], "/proc/self/fd/9"
    left, closed = in_child(start, *ask, LEFT_OUT), in_child(start, *ask)
print("left open:", left)
print("closed:   ", closed)
assert left == "the host's"
assert closed == "process: No such file or directory (/proc/self/fd/9)"
# --8<-- [end:proof]
