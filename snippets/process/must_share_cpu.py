"""Sharing a CPU saves time only as far as programs wait, because waits overlap; programs that only
compute finish no sooner together than one after another."""
# needs: nothing
# break: time.sleep(WAIT) => compute(WAIT)
# alone
# masks: time

import os
import time

from snippets.linux.children import fork
from snippets.linux.scheduling import stay_on_one_cpu

# --8<-- [start:jobs]
WAIT, NEED = 0.3, 0.05  # seconds


def wait():
    time.sleep(WAIT)  # as if for a disk or the network


def compute(seconds=NEED):
    while time.process_time() < seconds:  # on the CPU, not on the clock
        pass
    # --8<-- [end:jobs]


# --8<-- [start:proof]
def together(jobs):
    """Run each job in a process, all at once; return the seconds until all end."""
    start = time.perf_counter()
    for job in jobs:
        if fork() == 0:
            job()
            os._exit(0)
    for _ in jobs:
        os.wait()
    return time.perf_counter() - start


stay_on_one_cpu()
overlapped = together(9 * [wait] + [compute])
one_by_one = 9 * WAIT + NEED
print("10 programs         sum of their times   together done after")
print(f"9 wait, 1 computes  {one_by_one:16.2f} s   {overlapped:17.2f} s")
assert overlapped < 0.95 * one_by_one
# --8<-- [end:proof]

# --8<-- [start:control]
crowded = together(10 * [compute])
one_by_one = 10 * NEED
print(f"all compute         {one_by_one:16.2f} s   {crowded:17.2f} s")
assert crowded > 0.95 * one_by_one
# --8<-- [end:control]
