"""Sharing a CPU saves time only as far as programs wait, because waits overlap; programs that only
compute finish no sooner together than one after another."""
# needs: nothing
# break: 9 * [wait] + [compute] => 10 * [compute]
# alone
# masks: time

import os
import time

from snippets.linux.scheduling import stay_on_one_cpu

# --8<-- [start:jobs]
NEED = 0.1  # seconds


def wait():
    time.sleep(NEED)  # as if for a disk or the network


def compute():
    while time.process_time() < NEED:  # seconds on the CPU, not on the clock
        pass
    # --8<-- [end:jobs]


# --8<-- [start:proof]
def together(jobs):
    """Run each job in a process, all at once; return the seconds until all end."""
    start = time.perf_counter()
    for job in jobs:
        if os.fork() == 0:
            job()
            os._exit(0)
    for _ in jobs:
        os.wait()
    return time.perf_counter() - start


stay_on_one_cpu()
jobs = 9 * [wait] + [compute]
overlapped = together(jobs)
print(f"10 programs, one by one:         {10 * NEED:4.1f} s")
print(f"together, if {jobs.count(compute):2} of them compute: {overlapped:4.1f} s")
assert overlapped < 0.95 * 10 * NEED
# --8<-- [end:proof]

# --8<-- [start:control]
crowded = together(10 * [compute])
print(f"together, if 10 of them compute: {crowded:4.1f} s")
assert crowded > 0.95 * 10 * NEED
# --8<-- [end:control]
