"""What can be noticed is the wait for a turn: the more busy neighbours a program has on its CPU,
the more of its time it waits."""
# needs: run-queue-statistics
# break: scheduling.spin => scheduling.rest
# masks: time, ratio

import time

from snippets.linux import scheduling


# --8<-- [start:proof]
def waiting(count):
    """Compute beside so many neighbours; return (part of the time spent waiting, ms a wait)."""
    with scheduling.neighbours(count, scheduling.spin):
        start, before = time.monotonic(), scheduling.turns()
        while time.monotonic() < start + 0.3:
            pass
        seconds, after = time.monotonic() - start, scheduling.turns()
    waited = (after.waited - before.waited) / 1e9
    return waited / seconds, 1000 * waited / max(1, after.turns - before.turns)


scheduling.stay_on_one_cpu()
rounds = [(waiting(0), waiting(1), waiting(4)) for _ in range(3)]
alone, beside_one, beside_four = map(min, zip(*rounds, strict=True))  # the calmest round of each

print("busy neighbours   part of the time spent waiting   one wait")
for count, (part, each) in (0, alone), (1, beside_one), (4, beside_four):
    print(f"{count:15}   {part:30.0%}   {each:5.1f} ms")
assert alone < beside_one < beside_four
assert beside_one[0] > 0.35 and beside_four[0] > 0.65
# --8<-- [end:proof]
