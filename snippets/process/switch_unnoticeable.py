"""What can be noticed is the wait for a turn: a program that computes waits while its neighbours on
the CPU run, for each busy one of equal weight about as long as it runs itself."""
# needs: run-queue-statistics
# break: compute_beside(count, spin, => compute_beside(count, rest,
# alone
# masks: time

import time

from snippets.linux.scheduling import neighbours, rest, spin, stay_on_one_cpu, turns


def ms(nanoseconds):
    return f"{nanoseconds / 1e6:.0f} ms"


# --8<-- [start:proof]
def compute_beside(count, work, seconds=0.1):
    """Compute for so much CPU time; return ns: we ran, waited, they ran, others."""
    with neighbours(count, work) as pids:
        begin, start = time.perf_counter_ns(), turns()
        before = sum(turns(pid).ran for pid in pids)
        done = time.process_time() + seconds
        while time.process_time() < done:
            pass
        theirs = sum(turns(pid).ran for pid in pids) - before
        clock, end = time.perf_counter_ns() - begin, turns()
    ran = end.ran - start.ran
    return ran, end.waited - start.waited, theirs, max(0, clock - ran - theirs)


stay_on_one_cpu()
print("neighbours   they ran   we ran   others ran   we waited")
for count in (1, 4):
    for seconds in (0.1, 0.4, 1.6):  # longer if turns came in jolts
        ran, waited, theirs, others = compute_beside(count, spin, seconds)
        if 0.7 * count * ran < theirs < 1.4 * count * ran:
            break
    print(f"{count} busy       {ms(theirs):>8}   {ms(ran)}   {ms(others):>10}   {ms(waited):>9}")
    assert 0.7 * count * ran < theirs < 1.4 * count * ran
    assert waited > 0.95 * theirs
# --8<-- [end:proof]

# --8<-- [start:control]
ran, waited, theirs, others = compute_beside(4, rest)
print(f"4 idle       {ms(theirs):>8}   {ms(ran)}   {ms(others):>10}   {ms(waited):>9}")
assert theirs < 0.1 * ran
# --8<-- [end:control]
