"""One list of 42 probes meets at three walls, that of a process, a container and a virtual machine,
what was predicted for each, wherever the prediction doesn't depend on the machine's settings."""
# needs: containers, linux-guest, seccomp-filter
# break: told = at(wall) => told = at(process)
# break: (guest, 4) => (container, 4)
# masks: count
# alone

import os

from snippets.compare.walls import LIST, at, container, guest, process, surprises

# --8<-- [start:proof]
OWNER = 2 if os.geteuid() == 0 else 0  # which column of PREDICTED is ours: root's or a user's
reached, answers = [], []
for wall, column in (process, OWNER), (container, 3), (guest, 4):
    told = at(wall)
    wrong = surprises(told, column)
    yes, own = (list(told.values()).count(answer) for answer in ("yes", "own"))
    print(f"{wall.__name__:10} reaches the host: {yes:2}, only its own: {own:2}", end=", ")
    print("not as predicted:", len(wrong))
    assert len(told) == len(LIST) == 42 and not wrong
    reached.append(yes)
    answers.append(told)
_, boxed, booted = answers
only_guest = [n for n in LIST if booted[n] == "own" and boxed[n] not in ("yes", "own")]
print("stopped in the container, the guest's own:", len(only_guest))
assert reached[0] > reached[1] > reached[2] > 0
# --8<-- [end:proof]
