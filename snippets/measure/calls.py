"""Measure what one system call costs in a process, in a container, behind a filter and in a guest,
and what it costs when a guest goes out to KVM or to a VMM in Python.

Whether it goes out is counted by KVM: where it interprets a guest's instructions, some that would
be an exit elsewhere are none, and are not measured.
"""
# needs: containers, x86-64

import re
import time
from contextlib import ExitStack
from errno import EPERM
from functools import partial

from snippets import needs
from snippets.linux.children import in_child
from snippets.linux.elf import program
from snippets.linux.kvm import Machine
from snippets.linux.machine_code import Code, listing
from snippets.linux.seccomp import ALLOW, error, forbid, install, load, verdict, when_equal
from snippets.measure import record
from snippets.measure.competitors import GUESTS, absent_guests, guests, in_clone
from snippets.runtime.inside import in_container

# --8<-- [start:loop]
CALLS, TIMES = 5_000, 5  # a value is the fastest of so many batches of calls
RULES = 600
NOBODYS = 0x7E57C0DE  # as a first argument: no call has it, a clock's neither
BY_NUMBER = forbid(*range(400, 400 + RULES))  # of the call
BY_ARGUMENT = [load(16), *when_equal(NOBODYS, error(EPERM)) * RULES, verdict(ALLOW)]
LOOP = """
    b8 6e 00 00 00 ; again: mov eax, 110    getppid
    0f 05          ; syscall
    48 ff cb       ; dec rbx
    75 f4          ; jnz again
"""
FUNCTION = listing(f"""
    53             ; push rbx
    48 89 fb       ; mov rbx, rdi           how many
    {LOOP.strip()}
    5b             ; pop rbx
    c3             ; ret
""")
# --8<-- [end:loop]
IN_GUEST = 500_000
PROGRAM = program(
    listing(f"""
    bb {IN_GUEST.to_bytes(4, "little").hex(" ")} ; mov ebx, how many
    {LOOP.strip()}
    b8 3c 00 00 00 ; mov eax, 60            exit(
    31 ff          ; xor edi, edi               0)
    0f 05          ; syscall
""")
)
SCRIPT = """
printf %b '{octal}' > calls
chmod +x calls
while read line; do time ./calls; done 2>&1
"""
ROUNDS_OF_GUEST = 1000  # of the loop in which a tiny guest exits


def one_call() -> float:
    """Nanoseconds, if the system call is made again and again."""
    loop = Code(FUNCTION)

    def batch() -> float:
        begin = time.perf_counter()
        loop(CALLS)
        return (time.perf_counter() - begin) / CALLS * 1e9

    return min(batch() for _ in range(TIMES))


def filtered(instructions: list[bytes]) -> float:
    install(instructions)
    return one_call()


CPUID, OUT = "0f a2 90", "e6 e9 90"  # cpuid; nop / out 0xe9, al; nop


def exit_by(instruction: str) -> tuple[float, int]:
    """Nanoseconds for a round of a loop in a guest around one instruction, and the exits to KVM in
    a thousand rounds."""
    with Machine(memory=0x2000) as machine:
        machine.load(0x1000, listing(f"be e8 03 {instruction} 4e 75 fa f4"))
        cpu = machine.cpu()

        def batch() -> tuple[float, int]:
            cpu.real_mode(0x1000)  # mov si, 1000; ...; dec si; jnz -6; hlt
            before = cpu.statistics()["exits"]
            begin = time.perf_counter()
            for _ in cpu.run(time_limit=10):
                pass
            taken = (time.perf_counter() - begin) / ROUNDS_OF_GUEST * 1e9
            return taken, cpu.statistics()["exits"] - before

        return min(batch() for _ in range(TIMES))


def nanoseconds(instruction: str) -> float:
    return exit_by(instruction)[0]


def no_exit(instruction: str) -> str | None:
    """Why this is no exit on this machine, or None if it is one."""
    if why := needs.kvm():
        return why
    try:
        _, exits = exit_by(instruction)
    except OSError as error:
        return f"KVM can't say how often the guest exits: {error}"
    if exits < ROUNDS_OF_GUEST:
        return f"no exit here: KVM, which interprets this guest, counts {exits} in 1000 rounds"
    return None


def measure(rounds: int) -> record.Record:
    in_clone()
    competitors: dict[str, record.Measure] = {
        "process": lambda: in_child(one_call),
        "container": lambda: in_container(one_call),
        "container, rules by number": lambda: in_container(filtered, BY_NUMBER),
        "container, rules by argument": lambda: in_container(filtered, BY_ARGUMENT),
    }
    absent: dict[str, str] = {}
    for name, instruction in {"exit to KVM": CPUID, "exit to our VMM": OUT}.items():
        if why := no_exit(instruction):
            absent[name] = why
        else:
            competitors[name] = partial(nanoseconds, instruction)
    octal = "".join(f"\\0{byte:03o}" for byte in PROGRAM)  # for the shell's printf
    absent |= (missing := absent_guests())
    with guests(SCRIPT.format(octal=octal)) as boot, ExitStack() as stack:
        for name in [each for each in GUESTS if each not in missing]:
            guest = boot(name)
            stack.callback(guest.end)

            def in_guest(guest=guest) -> float:  # type: ignore[no-untyped-def]
                guest.type("")
                text = guest.read_until("sys")
                [(minutes, seconds)] = re.findall(r"real\s+(\d+)m\s*([\d.]+)s", text)
                return (60 * int(minutes) + float(seconds)) / IN_GUEST * 1e9

            competitors[name] = in_guest
        return record.take("calls", "ns", competitors, absent, rounds)


if __name__ == "__main__":
    record.main("calls", __doc__, measure)
