"""Virtual machines do affect each other: a busy guest makes another on its CPU wait about as long
as it runs itself; and flaws in what guests share have been ways through the wall."""
# needs: kvm, run-queue-statistics
# break: beside(count, busy) => beside(count, idle)
# alone
# masks: time

import time
from contextlib import suppress

from snippets.linux.kvm import Machine
from snippets.linux.machine_code import listing
from snippets.linux.scheduling import neighbours, stay_on_one_cpu, turns

# --8<-- [start:listing]
COUNT = listing("""
    66 ff 06 00 20 ; again: inc dword [0x2000]
    eb f9          ; jmp again
""")
HALT = listing("""
    f4             ; hlt
""")
# --8<-- [end:listing]


# --8<-- [start:proof]
def run_guest(code, seconds):
    """Let a guest run for so long, or until it halts."""
    with Machine(memory=0x3000) as machine, suppress(TimeoutError):
        machine.load(0x1000, code)
        cpu = machine.cpu()
        cpu.real_mode(0x1000)
        for _ in cpu.run(seconds):
            pass


def busy():
    run_guest(COUNT, seconds=60)


def idle():
    run_guest(HALT, seconds=60)
    time.sleep(60)  # a VMM whose guest has halted waits too


def beside(count, work):
    """Let a guest run for 0.2 s beside others: ns that it ran, that they ran, that it waited."""
    with neighbours(count, work) as pids:
        start, before = turns(), sum(turns(pid).ran for pid in pids)
        while turns().ran < start.ran + 0.2e9:
            run_guest(COUNT, seconds=0.1)
        theirs = sum(turns(pid).ran for pid in pids) - before
    return turns().ran - start.ran, theirs, turns().waited - start.waited


stay_on_one_cpu()
print("guests beside it   it ran   they ran   it waited")
for count in 1, 3:
    ran, theirs, waited = beside(count, busy)
    print(f"{count} busy {ran / 1e6:16.0f} ms {theirs / 1e6:7.0f} ms {waited / 1e6:8.0f} ms")
    assert 0.6 * count < theirs / ran < 1.6 * count
    assert waited > 0.9 * theirs
# --8<-- [end:proof]

# --8<-- [start:control]
ran, theirs, waited = beside(3, idle)
print(f"3 idle {ran / 1e6:16.0f} ms {theirs / 1e6:7.0f} ms {waited / 1e6:8.0f} ms")
assert theirs < 0.1 * ran
# --8<-- [end:control]
