"""Starting a process takes less than a fifth of what starting this book's container as a command
takes, and this less than a fifth of what Linux takes to boot in an emulated machine."""
# needs: guest, qemu, containers
# break: CONTAINER = [sys.executable, "-m", "snippets.container.run"] => CONTAINER = []
# break: command=emulator => command=lambda *_: ["/bin/echo", "--- userspace ---"]
# masks: time

# --8<-- [start:starts]
import subprocess
import sys
import time

from snippets.linux.children import in_child
from snippets.vm.running import emulator, start

CONTAINER = [sys.executable, "-m", "snippets.container.run"]


def fork():
    return in_child(time.perf_counter)  # when the child runs, by the clock of all processes


def container():
    subprocess.run([*CONTAINER, "echo", "x"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter()


def emulated():
    with start("read line", command=emulator):
        return time.perf_counter()
        # --8<-- [end:starts]


# --8<-- [start:proof]
taken: dict = {fork: [], container: [], emulated: []}
for begin in (*[fork, container] * 5, emulated):
    asked = time.perf_counter()
    taken[begin].append(begin() - asked)
for what, times in taken.items():
    print(f"{what.__name__:9} {1000 * min(times):8.1f} ms")
process, boxed, booted = (min(times) for times in taken.values())
assert 5 * process < boxed and 5 * boxed < booted
# --8<-- [end:proof]
