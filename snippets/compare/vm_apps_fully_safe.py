"""Virtual machines do affect each other: a busy guest makes another on its CPU wait about as long
as it runs itself; and flaws in VMMs and CPUs have been ways through the wall."""
# needs: kvm, run-queue-statistics, real-time-scheduling, two-cpus
# break: OURS, THEIRS = max(CPUS), max(CPUS) => OURS, THEIRS = max(CPUS), min(CPUS)
# alone
# masks: time

import os
from contextlib import suppress

from snippets.linux.kvm import Machine
from snippets.linux.machine_code import listing
from snippets.linux.scheduling import neighbours, turns

COUNT = listing("""
    66 ff 06 00 20 ; again: inc dword [0x2000]
    eb f9          ; jmp again
""")


def guest():
    """Be a VMM whose guest counts; comes back every now and then."""
    with Machine(memory=0x3000) as machine:
        machine.load(0x1000, COUNT)
        cpu = machine.cpu()
        cpu.real_mode(0x1000)
        while True:
            with suppress(TimeoutError):
                next(cpu.run(time_limit=0.01))
            yield


def run_guest():
    for _ in guest():
        pass


# --8<-- [start:proof]
CPUS = os.sched_getaffinity(0)
OURS, THEIRS = max(CPUS), max(CPUS)
os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))  # to wait for nobody else

print("guests beside it   it ran   they ran   it waited")
for others in 0, 1, 3:
    os.sched_setaffinity(0, {THEIRS})
    with neighbours(others, run_guest) as pids:
        os.sched_setaffinity(0, {OURS})
        next(ours := guest())
        start, before = turns(), sum(turns(pid).ran for pid in pids)
        while turns().ran < start.ran + 0.2e9:
            next(ours)
        theirs = sum(turns(pid).ran for pid in pids) - before
        ran, waited = turns().ran - start.ran, turns().waited - start.waited
    ms = [f"{ns / 1e6:.0f} ms" for ns in (ran, theirs, waited)]
    print(f"{others}{ms[0]:>24}{ms[1]:>11}{ms[2]:>12}")
    assert theirs >= 0.3 * others * ran
    assert abs(waited - theirs) < 0.6 * ran
# --8<-- [end:proof]
