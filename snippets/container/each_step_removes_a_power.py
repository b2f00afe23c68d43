"""Each step of the container that builds a wall takes a power from the process in it, unless the
process never had it or has lost it before; for root the first step builds no wall."""
# needs: containers, keyrings, open-files, set-user-id-su
# break: told[number][probe] => told[number - 1][probe]
# masks: value

# --8<-- [start:proof]
import os

from snippets.runtime.steps import STEPS, answers

PREDICTED = {
    "user namespace": "trace a host process",
    "PID namespace": "signal a host process",
    "UTS namespace": "change the host name",
    "IPC namespace": "read the host's shared memory",
    "network namespace": "reach a service on the host",
    "mount namespace": "mount a file system",
    "its own root": "read a file of the host",
    "open files closed": "leave by an open descriptor",
    "read-only root": "write to its root directory",
    "read-only paths": "change a setting of the kernel",
    "masked paths": "read the list of keys",
    "session and keyring": "use a key of the starter",
    "resource limits": "open file number 2000",
    "no new privileges": "gain by a set-user-ID program",
    "few capabilities": "mount a file system",
}
# --8<-- [end:proof]

# --8<-- [start:control]
NOTHING_TO_TAKE = {"UTS namespace", "mount namespace", "read-only paths", "no new privileges"}
if os.geteuid() == 0:
    NOTHING_TO_TAKE = {"user namespace"}  # a container that root makes has none
WORTH = {"yes": 2, "own": 1}  # on the machine; on the container's own; any other answer: nothing

told, not_taken = answers(), set()
for number, step in enumerate(STEPS):
    if probe := PREDICTED.get(step.name):
        before, after = told[number - 1][probe], told[number][probe]
        print(f"{number:2} {step.name:20} {probe:30}: {before:7} => {after}")
        if WORTH.get(before, 0) <= WORTH.get(after, 0):
            not_taken.add(step.name)
assert not_taken == NOTHING_TO_TAKE
# --8<-- [end:control]
