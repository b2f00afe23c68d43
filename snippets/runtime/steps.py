"""The container grown one ingredient a step.

A step is a list of a few things: kinds of namespaces, functions of ``ingredients``, mounts. The
program of step N is all that the first N steps name, and nothing else: no step is copied.
"""

import difflib
import inspect
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from snippets.linux.children import in_child
from snippets.runtime import groups, ingredients, probes, spec
from snippets.runtime.ingredients import CLONE_FLAGS, INSIDE, OUTSIDE
from snippets.runtime.start import run

WIDTH = max(len(name) for name in probes.PROBES) + 1


@dataclass(frozen=True)
class Step:
    """What one step adds: a namespace, functions of ``ingredients``, places where to mount."""

    name: str
    namespace: str = ""
    functions: tuple[Callable, ...] = ()
    mounts: tuple[str, ...] = ()


# --8<-- [start:steps]
STEPS = [
    Step("a child process"),
    Step("user namespace", "user", (ingredients.user_ids,)),
    Step("PID namespace", "pid"),
    Step("UTS namespace", "uts", (ingredients.host_name,)),
    Step("IPC namespace", "ipc"),
    Step("network namespace", "network", (ingredients.loopback,)),
    Step("mount namespace", "mount", (ingredients.own_mounts,)),
    Step("its own root", "", (ingredients.root_files, ingredients.new_root)),
    Step("open files closed", "", (ingredients.descriptors,)),
    Step("/proc", "", (ingredients.mounts,), ("/proc",)),
    Step("/dev", "", (ingredients.devices,), ("/dev", "/dev/pts", "/dev/shm", "/dev/mqueue")),
    Step("/sys", "", (), ("/sys", "/sys/fs/cgroup")),
    Step(
        "control groups",
        "cgroup",
        (ingredients.control_group, ingredients.join_group, ingredients.own_view_of_groups),
    ),
    Step("read-only root", "", (ingredients.read_only_root,)),
    Step("read-only paths", "", (ingredients.read_only_paths,)),
    Step("masked paths", "", (ingredients.masked_paths,)),
    Step("session and keyring", "", (ingredients.session, ingredients.keyring)),
    Step("resource limits", "", (ingredients.limits,)),
    Step("no new privileges", "", (ingredients.no_new_privileges,)),
    Step("few capabilities", "", (ingredients.capabilities,)),
]
# --8<-- [end:steps]


def program(number: int) -> tuple[dict, list[Callable]]:
    """What step ``number`` runs: the spec and the ingredients. The last is the whole container."""
    steps = STEPS[: number + 1]
    asked = spec.own(groups.unified(groups.trees()))
    kinds = {step.namespace for step in steps}
    namespaces = asked["linux"]["namespaces"]
    asked["linux"]["namespaces"] = [each for each in namespaces if each["type"] in kinds]
    points = {point for step in steps for point in step.mounts}
    asked["mounts"] = [each for each in asked["mounts"] if each["destination"] in points]
    return asked, [function for step in steps for function in step.functions]


def text(number: int) -> str:
    """The program of a step to read: namespaces, functions and mounts in the order of their use."""
    asked, chosen = program(number)
    kinds = {step.namespace for step in STEPS[: number + 1]}
    flags = [f"CLONE_{_flag_name(kind)}" for kind in CLONE_FLAGS if kind in kinds]
    parts = [f"flags = {' | '.join(flags) or '0'}\n"]
    parts += [inspect.getsource(function) for function in OUTSIDE + INSIDE if function in chosen]
    for name, functions in (("outside", OUTSIDE), ("inside", INSIDE)):
        lines = "".join(f"    {f.__name__},\n" for f in functions if f in chosen)
        parts.append(f"{name} = [\n{lines}]\n" if lines else f"{name} = []\n")
    lines = "".join(f'    "{each["destination"]}",\n' for each in asked["mounts"])
    parts.append(f"mounts = [\n{lines}]\n" if lines else "mounts = []\n")
    marks = ("# --8<--",)
    return "\n\n".join(
        "".join(line for line in part.splitlines(True) if not line.lstrip().startswith(marks))
        for part in parts
    )


def diff(number: int) -> str:
    """What step ``number`` changes in the program of the step before."""
    before, after = (text(n).splitlines() for n in (number - 1, number))
    lines = list(difflib.unified_diff(before, after, lineterm="", n=1))[2:]
    return "\n".join(line for line in lines if not line.startswith("@@"))


def answers(numbers: list[int] | None = None) -> dict[int, dict[str, str]]:
    """What the probes meet at each of these steps, or at all."""
    wanted = range(len(STEPS)) if numbers is None else numbers
    told = in_child(lambda: list(_ask(list(wanted))))
    return {number: answer for number, answer in told}


def _ask(numbers: list[int]) -> Iterator[tuple[int, dict[str, str]]]:
    with probes.host():
        for number in numbers:
            asked, chosen = program(number)
            reading, writing = os.pipe()
            run(
                asked,
                None,
                chosen=chosen,
                program=lambda writing=writing: probes.try_all(writing),  # type: ignore[misc]
                keep=(writing,),
            )
            os.close(writing)
            with os.fdopen(reading, "rb") as report:
                answer = json.loads(report.read())
            yield number, probes.judged(answer)


# --8<-- [start:table]
def table(told: dict[int, dict[str, str]]) -> str:
    """One row a probe, one column a step: + it works, o on the container's own, . it does not."""
    sign = {"yes": "+", "own": "o"}
    lines = ["step".ljust(WIDTH) + "".join(f"{number:3}" for number in told)]
    for name in probes.PROBES:
        row = "".join(f"{sign.get(told[number][name], '.'):>3}" for number in told)
        lines.append(name.ljust(WIDTH) + row)
    return "\n".join(lines)
    # --8<-- [end:table]


def changes(told: dict[int, dict[str, str]]) -> str:
    """Step by step: what is different from the step before."""
    lines: list[str] = []
    before: dict[str, str] = {}
    for number, answer in told.items():
        lines.append(f"{number:2} {STEPS[number].name}")
        for name in probes.PROBES if before else ():
            if answer[name] != before[name]:
                lines.append(f"     {name:{WIDTH}}{before[name]:8} => {answer[name]}")
        before = answer
    return "\n".join(lines)


def _flag_name(kind: str) -> str:
    return {"mount": "NEWNS", "network": "NEWNET"}.get(kind, f"NEW{kind.upper()}")
