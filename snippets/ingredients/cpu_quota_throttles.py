"""A quota holds a control group, however many processes it has, to a share of CPU time, even if
more is to be had: when the group has used up its share of a period, it waits for the next."""
# needs: cpu-group
# break: group.limit_cpu(quota) => group.limit_cpu(None)
# masks: ratio

import time
from contextlib import ExitStack

from snippets.linux.cgroups import Group
from snippets.linux.children import child
from snippets.linux.scheduling import spin


def work():
    while True:
        spin()


# --8<-- [start:proof]
QUOTA = 0.03  # of one CPU: 3 ms in each 100 ms


def measure(count, quota):
    """Let processes compute in a group; its CPU time per second, and whether it had to wait."""
    with Group("cpu") as group, ExitStack() as block:
        for _ in range(count):
            block.enter_context(child(work, group.add))
        group.limit_cpu(quota)
        time.sleep(0.3)  # what a CPU overdraws is taken off later
        begin, used = time.monotonic(), group.cpu_time()
        time.sleep(1.5)
        share = (group.cpu_time() - used) / (time.monotonic() - begin)
        waited = group.throttled() > 0
        group.limit_cpu(None)  # even to end takes CPU time
    print(f"{count} processes: {share:4.0%} of a CPU,", "throttled" if waited else "not throttled")
    return share, waited


print("with a quota")
two, two_waited = measure(2, QUOTA)
six, six_waited = measure(6, QUOTA)
assert two < 3 * QUOTA and six < 3 * QUOTA
assert two_waited and six_waited
# --8<-- [end:proof]

# --8<-- [start:control]
print("without a quota")
free, free_waited = measure(2, None)
assert free > 2 * max(two, six)
assert not free_waited
# --8<-- [end:control]
