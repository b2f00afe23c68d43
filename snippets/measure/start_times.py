"""Measure how long it takes from asking for something to run until it does: a thread, a process, a
container and a virtual machine, in every way that this machine has."""
# needs: namespaces

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from snippets import needs
from snippets.linux.children import in_child
from snippets.linux.kvm import Machine
from snippets.linux.namespaces import FLAGS, in_namespaces
from snippets.measure import record, tiny
from snippets.measure.competitors import (
    GUESTS,
    Containers,
    absent_guests,
    guests,
    in_clone,
    spawn,
)
from snippets.runtime.inside import in_container

SEVEN = sum(flag for kind, flag in FLAGS.items() if kind not in ("user", "time"))
CONTAINERS = {name: f"{name}, command" for name in ("bubblewrap", "crun", "runc", "podman")}
CONTAINERS = {"ours": "container, command"} | CONTAINERS | {"docker": "docker, command"}


# --8<-- [start:from-python]
def since(begin: float, moment: Callable[[], float]) -> float:
    """Milliseconds from one moment to another, told by the clock that all processes share."""
    return 1000 * (moment() - begin)


def thread() -> float:
    moments: list[float] = []
    begin = time.perf_counter()
    started = threading.Thread(target=lambda: moments.append(time.perf_counter()))
    started.start()
    started.join()
    return since(begin, moments.pop)


def fork() -> float:
    return since(time.perf_counter(), lambda: in_child(time.perf_counter))


def namespaces() -> float:
    return since(time.perf_counter(), lambda: in_namespaces(SEVEN, time.perf_counter))


def container() -> float:
    return since(time.perf_counter(), lambda: in_container(time.perf_counter))


def tiny_guest() -> float:
    begin = time.perf_counter()
    with Machine(memory=0x2000) as machine:
        assert tiny.first_byte(machine) == b"4"
        return since(begin, time.perf_counter)


# --8<-- [end:from-python]


# --8<-- [start:command]
def command(make: Callable[[], list[str]]) -> float:
    """The time until a command prints its first byte."""
    arguments = make()
    reading, writing = os.pipe()
    begin = time.perf_counter()
    pid = spawn(arguments, writing)
    os.close(writing)
    said = os.read(reading, 1)
    taken = since(begin, time.perf_counter)
    os.close(reading)
    os.waitpid(pid, 0)
    assert said, f"{arguments[0]} said nothing"
    return taken
    # --8<-- [end:command]


def measure(rounds: int) -> record.Record:
    in_clone()
    python = [sys.executable]
    competitors: dict[str, record.Measure] = {
        "thread": thread,
        "fork": fork,
        "program": lambda: command(lambda: ["echo", "x"]),
        "namespaces": namespaces,
        "python, command": lambda: command(lambda: [*python, "-I", "-S", "-c", "print(1)"]),
        "container": container,
    }
    absent: dict[str, str] = {}
    if why := needs.kvm():
        absent |= {"tiny guest": why, "tiny guest, command": why}
    else:
        competitors["tiny guest"] = tiny_guest
        words = [*python, "-m", "snippets.measure.tiny"]
        competitors["tiny guest, command"] = lambda: command(lambda: words)
    with Containers() as containers, guests("read line") as boot:
        absent |= {CONTAINERS[name]: why for name, why in containers.absent.items()}
        for name in [each for each in CONTAINERS if each not in containers.absent]:

            def run(name: str = name) -> float:
                with containers.place(name):
                    return command(lambda: containers.command(name, ["echo", "x"]))

            competitors[CONTAINERS[name]] = run
        missing = absent_guests()
        absent |= missing
        for name in [each for each in GUESTS if each not in missing]:

            def start(name: str = name) -> float:
                begin = time.perf_counter()
                guest = boot(name)
                taken = since(begin, time.perf_counter)
                guest.end()
                return taken

            competitors[name] = start
        parent = Path("/proc/self/smaps_rollup").read_text().partition("Rss:")[2].split()[0]
        return record.take(
            "start-times",
            "ms",
            competitors,
            absent,
            rounds,
            GUESTS,
            resident_mib_of_the_process_that_forks=round(int(parent) / 1024, 1),
        )


if __name__ == "__main__":
    record.main("start-times", __doc__, measure)
