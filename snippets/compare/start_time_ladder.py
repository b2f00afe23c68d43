"""Starting a process takes a small part of what starting a container as a command takes, and this
a small part of what booting Linux in a virtual machine takes."""
# needs: linux-guest, containers
# break: CONTAINER = [sys.executable, "-m", "snippets.container.run"] => CONTAINER = []
# masks: time

# --8<-- [start:starts]
import subprocess
import sys
import time

from snippets.linux.children import in_child
from snippets.vm.running import start

CONTAINER = [sys.executable, "-m", "snippets.container.run"]


def fork():
    return in_child(time.perf_counter)  # when the child runs, by the clock of all processes


def container():
    subprocess.run([*CONTAINER, "echo", "x"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter()


def linux():
    with start("read line"):
        return time.perf_counter()
        # --8<-- [end:starts]


# --8<-- [start:proof]
taken: dict = {fork: [], container: [], linux: []}
for begin in (fork, container, fork, container, linux):
    asked = time.perf_counter()
    taken[begin].append(begin() - asked)
for what, times in taken.items():
    print(f"{what.__name__:9} {1000 * min(times):8.1f} ms")
process, boxed, booted = (min(times) for times in taken.values())
assert 5 * process < boxed and 2 * boxed < booted
# --8<-- [end:proof]
