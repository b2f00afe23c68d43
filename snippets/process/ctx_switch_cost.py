"""When two processes on one CPU wait for each other's messages, each hand-over costs a switch; a
process that sends itself the same messages needs none."""
# needs: nothing
# break: BATCH = 1 => BATCH = 100
# masks: time, count

import os
import resource
import time
from resource import RUSAGE_CHILDREN, RUSAGE_SELF

from snippets.linux.children import fork
from snippets.linux.scheduling import stay_on_one_cpu

# --8<-- [start:switches]
BYTES = 2000
BATCH = 1  # bytes in one message


def switches():
    """How often this process and its finished children have left the CPU."""
    ours, theirs = map(resource.getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN))
    return ours.ru_nvcsw + ours.ru_nivcsw + theirs.ru_nvcsw + theirs.ru_nivcsw
    # --8<-- [end:switches]


# --8<-- [start:proof]
def exchange(write_to, read_from):
    """Send all bytes, each message only when the last is back; return µs for each."""
    start = time.perf_counter()
    for _ in range(BYTES // BATCH):
        os.write(write_to, BATCH * b"x")
        os.read(read_from, BATCH)
    return 1e6 * (time.perf_counter() - start) / (BYTES // BATCH)


stay_on_one_cpu()
(read_1, write_1), (read_2, write_2) = os.pipe(), os.pipe()
before = switches()
if fork() == 0:
    os.close(write_1)
    while message := os.read(read_1, BATCH):  # until the pipe is closed
        os.write(write_2, message)
    os._exit(0)
both = exchange(write_1, read_2)
os.close(write_1)
os.wait()
count = switches() - before
print(f"two processes: {both:.1f} µs a round trip, {count} switches")
assert count > 1.9 * BYTES
# --8<-- [end:proof]

# --8<-- [start:control]
before = switches()
read_1, write_1 = os.pipe()
alone = exchange(write_1, read_1)
count = switches() - before
print(f"one process:   {alone:.1f} µs a round trip, {count} switches")
assert count < 0.01 * BYTES  # for other programs a few
# --8<-- [end:control]
