"""When two processes on one CPU hand each other a message, each hand-over costs a switch; when one
process sends itself the same message, none."""
# needs: nothing
# break: BATCH = 1 => BATCH = 100
# masks: time, count

import os
import resource
import time

from snippets.linux.scheduling import stay_on_one_cpu

# --8<-- [start:switches]
BYTES = 2000
BATCH = 1  # bytes in one message


def switches():
    """How often this process and its finished children have left the CPU to others."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_nvcsw + usage.ru_nivcsw for usage in usages)
    # --8<-- [end:switches]


# --8<-- [start:proof]
def exchange(write_to, read_from):
    """Send all bytes, each message only after the last came back; returns µs per round trip."""
    start = time.perf_counter()
    for _ in range(BYTES // BATCH):
        os.write(write_to, BATCH * b"x")
        os.read(read_from, BATCH)
    return 1e6 * (time.perf_counter() - start) / (BYTES // BATCH)


stay_on_one_cpu()
(read_1, write_1), (read_2, write_2) = os.pipe(), os.pipe()
before = switches()
if os.fork() == 0:
    os.close(write_1)
    while message := os.read(read_1, BATCH):  # until the other side closes the pipe
        os.write(write_2, message)
    os._exit(0)
both = exchange(write_1, read_2)
os.close(write_1)
os.wait()
print(f"two processes: {both:.1f} µs a round trip, {switches() - before} switches")
assert switches() - before > 1.9 * BYTES
# --8<-- [end:proof]

# --8<-- [start:control]
before = switches()
read_1, write_1 = os.pipe()
alone = exchange(write_1, read_1)
print(f"one process:   {alone:.1f} µs a round trip, {switches() - before} switches")
assert switches() - before < 0.1 * BYTES
# --8<-- [end:control]
