"""Ordinary threads that are ready to run share a CPU by their weights, within one group of the
scheduler; one that is stopped gets none of it."""
# needs: run-queue-statistics, ordinary-scheduling
# break: nice=5 => nice=0
# break: signal.SIGSTOP => signal.SIGCONT
# masks: ratio

import os
import signal
import time

from snippets.linux import proc
from snippets.linux.scheduling import neighbours, stay_on_one_cpu, turns


# --8<-- [start:proof]
def share(first, second):
    """Let two processes get 1 s of CPU time; return the second's part of it."""
    before = turns(first).ran, turns(second).ran
    gained = 0, 0
    while sum(gained) < 1_000_000_000:  # nanoseconds
        time.sleep(0.05)
        gained = turns(first).ran - before[0], turns(second).ran - before[1]
    return gained[1] / sum(gained)


stay_on_one_cpu()
with neighbours(1) as [first]:  # one PID
    with neighbours(1) as [second]:
        equal = share(first, second)
    with neighbours(1, nice=5) as [second]:
        light = share(first, second)
print(f"same nice value: {equal:4.0%}")
print(f"nice 5:          {light:4.0%}")
assert 0.37 < equal < 0.63
assert 0.15 < light < 0.35
# --8<-- [end:proof]

# --8<-- [start:control]
with neighbours(2) as [first, second]:
    os.kill(second, signal.SIGSTOP)
    end = time.monotonic() + 2
    while proc.stat(second)[0] != "T" and time.monotonic() < end:
        time.sleep(0.01)  # it takes effect at the second's next turn
    stopped = share(first, second)
print(f"stopped:         {stopped:4.0%}")
assert stopped == 0
# --8<-- [end:control]
