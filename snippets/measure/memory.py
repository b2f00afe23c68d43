"""Measure how much of the machine's memory a waiting shell takes, as 1 to 8 processes, containers
and virtual machines: the proportional set size of all that belongs to one, divided by their number.
(The guest of five bytes has no shell: it has halted, and its VMM waits.)
"""
# needs: namespaces

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from snippets import needs
from snippets.linux.memory import pss
from snippets.linux.proc import descendants, stat
from snippets.measure import record
from snippets.measure.competitors import (
    ENGINES,
    GUESTS,
    MEMORY,
    WAYS,
    Containers,
    absent_guests,
    guests,
    in_clone,
    said,
    spawn,
)
from snippets.runtime import parity
from snippets.vm.running import Guest

NUMBERS = (1, 2, 4, 8)
FEW = (1, 2)  # of Linux guests, each with its 128 MiB
SAME = ["busybox"] if parity.where("busybox") else []  # everywhere, or each place has its own shell
WAIT = " ".join(["echo waiting;", *SAME, "sleep 300; true"])
SHELL = [*SAME, "sh", "-c", WAIT]


# --8<-- [start:grow]
def grow(numbers: tuple[int, ...], start: Callable[[], AbstractContextManager[int]]) -> dict:
    """Start more and more; give the use of each one when there are so many of them."""
    uses = {}
    with ExitStack() as stack:
        pids: set[int] = set()
        while len(pids) < numbers[-1]:
            pids.add(stack.enter_context(start()))
            if len(pids) in numbers:
                time.sleep(0.05)  # what started them shall have come to rest
                uses[f" ×{len(pids)}"] = pss(descendants(pids)) / len(pids)
    return uses
    # --8<-- [end:grow]


@contextmanager
def started(command: list[str]) -> Iterator[int]:
    """The command, from its first line of output on until the end of the block; gives its PID."""
    reading, writing = os.pipe()
    pid = spawn(command, writing)
    os.close(writing)
    try:
        assert os.read(reading, 1), f"{command[0]} said nothing"
        yield pid
    finally:
        for each in {pid} if "snippets.container.run" in command else descendants({pid}):
            with suppress(OSError):
                os.kill(each, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(reading)


@contextmanager
def detached(containers: Containers, runtime: str) -> Iterator[int]:
    """A shell in a container of crun or runc, which has ended by then; gives the shell's PID."""
    command = containers.command(runtime, SHELL)
    name, file = command[-1], f"{containers.folder}/pid"
    words = [*command[:-1], "--detach", "--pid-file", file, name]
    reading, writing = os.pipe()
    with containers.place(runtime):
        os.waitpid(spawn(words, writing), 0)
        os.close(writing)
        try:
            assert os.read(reading, 1), f"{runtime} started nothing"
            yield int(Path(file).read_text())
        finally:
            delete = [*command[:3], "delete", "--force", name]
            subprocess.run(delete, check=True, capture_output=True)
            os.close(reading)


@contextmanager
def supervised(containers: Containers, engine: str) -> Iterator[int]:
    """A shell in an engine's container; gives the PID of the supervisor that stays beside it."""
    words = containers.command(engine, SHELL)
    words[words.index("--rm")] = "--detach"
    with containers.place(engine):
        name = said(words).decode().strip()
    try:
        with containers.place(engine):
            pid = int(said([engine, "inspect", "--format", "{{.State.Pid}}", name]))
        shell = containers.seen_from_here(engine, pid)
        yield int(stat(shell)[1])
        os.kill(shell, signal.SIGKILL)  # else Podman asks it to end, and waits ten seconds
    finally:
        with containers.place(engine):
            said([engine, "rm", "--force", name])


@contextmanager
def booted(boot: Callable[[str], Guest], name: str) -> Iterator[int]:
    """A Linux guest whose shell waits; gives the PID of its VMM."""
    guest = boot(name)
    try:
        guest.read_until("waiting")
        yield guest.pid
    finally:
        guest.end()


def measure(rounds: int) -> record.Record:
    in_clone()
    absent: dict[str, str] = {}
    more: dict[str, float] = {"guest_mib_promised": MEMORY}
    competitors: dict[str, record.Measure] = {
        "process": lambda: grow(NUMBERS, lambda: started(SHELL))
    }
    with Containers() as containers, guests(WAIT) as boot:

        def start(way: str) -> AbstractContextManager[int]:
            if way in ("crun", "runc"):
                return detached(containers, way)
            if way in ENGINES:
                return supervised(containers, way)
            return started(containers.command(way, SHELL))

        for way in WAYS:
            if why := containers.absent.get(way):
                absent[way] = why
            else:
                competitors[way] = partial(grow, NUMBERS, partial(start, way))
        if why := needs.kvm():
            absent["tiny guest"] = why
        else:
            words = [sys.executable, "-m", "snippets.measure.tiny", "--wait"]
            competitors["tiny guest"] = lambda: grow(NUMBERS, lambda: started(words))
        if "docker" not in absent:
            more["mib_of_dockers_daemons"] = round(pss(containers.daemons()), 1)
        absent |= (missing := absent_guests())
        for name in [each for each in GUESTS if each not in missing]:
            competitors[name] = partial(grow, FEW, partial(booted, boot, name))
        return record.take("memory", "MiB", competitors, absent, rounds, GUESTS, **more)


if __name__ == "__main__":
    record.main("memory", __doc__, measure)
