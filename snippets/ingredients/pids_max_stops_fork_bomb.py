"""In a control group with a limit of processes, a fork beyond it fails with EAGAIN, whoever asks: a
program whose processes all fork again and again fills its group and gets no further."""
# needs: pids-group
# break: group.limit_processes(10) => group.limit_processes(1000)

import os
import signal

from snippets.linux.attempt import attempt
from snippets.linux.cgroups import Group
from snippets.linux.children import child, fork

# --8<-- [start:explode]
ROUNDS = 5


def explode(report):
    """Fork, and let all that came of it do the same: 2, 4, 8, 16, 32 processes."""
    for _ in range(ROUNDS):
        answer = attempt(fork)  # from here on there are two; both go on with the next round
        if answer != "ok":
            os.write(report, f"{answer} ".encode())
    os.close(report)
    signal.pause()
    # --8<-- [end:explode]


# --8<-- [start:proof]
def bomb(group):
    """How many processes there are in the end, which errors the others met, the group's count."""
    reading, writing = os.pipe()
    with child(lambda: explode(writing), group.add):
        os.close(writing)
        with os.fdopen(reading) as errors:  # its end comes when all have done their rounds
            met = set(errors.read().split()) or {"no"}
        print(f"{len(group.processes()):2} processes,", *met, "error")
        return len(group.processes()), met, group.refused_forks() > 0


with Group("pids") as group:
    group.limit_processes(10)
    limited = bomb(group)
assert limited == (10, {"EAGAIN"}, True)
# --8<-- [end:proof]

# --8<-- [start:control]
with Group("pids") as group:  # no limit of its own
    free = bomb(group)
assert free == (32, {"no"}, False)
# --8<-- [end:control]
