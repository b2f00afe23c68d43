"""Virtual machines do affect each other: a busy guest makes another on its CPU wait about as long
as it runs itself; and flaws in VMMs and CPUs have been ways through the wall."""
# needs: kvm, run-queue-statistics
# break: neighbours(others, run_guest) => neighbours(others, scheduling.rest)
# alone
# masks: time

from contextlib import suppress

from snippets.linux import scheduling
from snippets.linux.kvm import Machine
from snippets.linux.machine_code import listing
from snippets.linux.scheduling import turns

# --8<-- [start:proof]
COUNT = listing("""
    66 ff 06 00 20 ; again: inc dword [0x2000]
    eb f9          ; jmp again
""")


def run_guest():
    """Let a guest count for 0.1 s."""
    with Machine(memory=0x3000) as machine, suppress(TimeoutError):
        machine.load(0x1000, COUNT)
        cpu = machine.cpu()
        cpu.real_mode(0x1000)
        next(cpu.run(time_limit=0.1))


scheduling.stay_on_one_cpu()
print("guests beside it   it ran   they ran   it waited")
for others in 1, 3:
    with scheduling.neighbours(others, run_guest) as pids:
        start, before = turns(), sum(turns(pid).ran for pid in pids)
        while turns().ran < start.ran + 0.2e9:
            run_guest()
        theirs = sum(turns(pid).ran for pid in pids) - before
        ran, waited = turns().ran - start.ran, turns().waited - start.waited
    ms = [f"{ns / 1e6:.0f} ms" for ns in (ran, theirs, waited)]
    print(f"{others}{ms[0]:>24}{ms[1]:>11}{ms[2]:>12}")
    assert 0.6 * others < theirs / ran < 1.6 * others
    assert waited > 0.9 * theirs
# --8<-- [end:proof]
