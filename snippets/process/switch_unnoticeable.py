"""What can be noticed is the wait for a turn: while its neighbours on the CPU run, a program waits,
for each busy one about as long as it runs itself."""
# needs: run-queue-statistics
# break: compute_beside(count, spin) => compute_beside(count, rest)
# masks: time

import time

from snippets.linux.scheduling import neighbours, rest, spin, stay_on_one_cpu, turns


# --8<-- [start:proof]
def compute_beside(count, work):
    """Compute for 0.1 s of CPU time; return how many ms we ran, we waited, the neighbours ran."""
    start = turns()
    with neighbours(count, work) as pids:
        done = time.process_time() + 0.1
        while time.process_time() < done:
            pass
        end = turns()
        theirs = sum(turns(pid).ran for pid in pids)
    return [ns / 1e6 for ns in (end.ran - start.ran, end.waited - start.waited, theirs)]


stay_on_one_cpu()
print("neighbours   they ran   we ran   we waited")
for count in (1, 4):
    ran, waited, theirs = compute_beside(count, spin)
    print(f"{count} busy       {theirs:5.0f} ms   {ran:3.0f} ms   {waited:6.0f} ms")
    assert theirs > 0.7 * count * ran
    assert waited > 0.95 * theirs
# --8<-- [end:proof]

# --8<-- [start:control]
ran, waited, theirs = compute_beside(4, rest)
print(f"4 idle       {theirs:5.0f} ms   {ran:3.0f} ms   {waited:6.0f} ms")
assert theirs < 0.1 * ran
# --8<-- [end:control]
