"""A process is what the kernel keeps for a program in execution, and it need not be running: it
may be waiting, stopped, or dead and not yet collected."""
# needs: nothing
# break: stopped, signal.SIGSTOP => stopped, signal.SIGCONT
# break: dead, signal.SIGKILL => dead, signal.SIGSTOP
# masks: count

import os
import signal
import time

from snippets.linux.children import child
from snippets.linux.proc import cpu_ticks, status


# --8<-- [start:proof]
def compute():
    while True:
        pass


with (
    child(compute) as running,
    child(signal.pause) as waiting,
    child(compute) as stopped,
    child(compute) as dead,
):
    os.kill(stopped, signal.SIGSTOP)
    os.kill(dead, signal.SIGKILL)
    children = running, waiting, stopped, dead
    end = time.monotonic() + 5
    while time.monotonic() < end:  # let each get where it is going
        state = {pid: status(pid)["State"] for pid in children}
        if [state[pid][0] for pid in children] == ["R", "S", "T", "Z"]:
            break
        time.sleep(0.1)
    before = {pid: cpu_ticks(pid) for pid in children}
    while cpu_ticks(running) < before[running] + 10:
        time.sleep(0.01)
    used = {pid: cpu_ticks(pid) - before[pid] for pid in children}

for pid in children:
    print(f"{state[pid]:12} ticks of CPU time: {used[pid]}")
assert [state[pid][0] for pid in children] == ["R", "S", "T", "Z"]
assert used[running] >= 10
assert used[waiting] == used[stopped] == used[dead] == 0
# --8<-- [end:proof]
