"""Start to first output and memory: this container, bubblewrap, crun and runc, in turn.

    .venv/bin/python -m tests.container.benchmark      the same as: tests.benchmark container

In turn, because the machine's speed drifts: each round runs every candidate once, and ratios are of
medians over the rounds. "Equal walls" is what bubblewrap makes too: namespaces, /usr, /proc, /dev.
All are started by ``asked``, a Python that has loaded the container and nothing else. Its files are
compiled ahead, as Python leaves them after the first start if it may write there.

The first rows are the floor: what is Python's, and no container made by it can do without. Where
this was measured last, on two virtual CPUs, a program takes 1.1 ms, and 0.7 ms more if a Python
forks to become it; an empty python -IS takes 8 ms, and an empty python -m 8 more, for site and
runpy. The container adds 5 ms in Python with equal walls, as bubblewrap does, and 7.5 with all
walls; as a command 14 to python -IS, of which 4 are its modules.

What is left is mostly memory. A page that both sides of a fork have is copied when one of them
writes to it, which takes 3 us, and Python writes to all that it looks at: in the container's
process to 300 pages before its program starts, a fifth of its time. To share memory until then, as
vfork does, is no way for Python: the starter would have to stand still, and has things to do.

The machine should have nothing else to do. If it has, run all with "chrt -r 10": what has real-time
priority waits for nobody. The tree of version 1 for the cpu controller refuses such processes, so
leave it out by umount in a mount namespace (unshare -m).
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from snippets.measure.engines import without_extra_tree
from snippets.runtime import groups, ingredients, parity, spec, steps
from tests.proofs.program import ROOT

ROUNDS = 25
PYTHON = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable
EQUAL = (
    *("session", "loopback", "own_mounts", "root_files", "mounts", "devices", "new_root"),
    *("read_only_root", "descriptors", "no_new_privileges", "capabilities", "user_ids"),
)
_BWRAP = (
    "bwrap --unshare-all --die-with-parent --ro-bind /usr /usr --symlink usr/bin /bin "
    "--symlink usr/lib /lib --symlink usr/lib64 /lib64 --proc /proc --dev /dev"
)
BWRAP = _BWRAP.split()
COMMAND = str(ROOT / "snippets" / "container" / "run.py")
MODULE = "snippets.container.run"
Candidate = Callable[[list[str]], list[str]]  # what to ask for, given the program to be run


class Starter:
    """The other end of ``asked``."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [PYTHON, "-IS", str(Path(__file__).with_name("asked.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def ask(self, output: int, words: list[str]) -> None:
        assert self.process.stdin
        path = f"/proc/{os.getpid()}/fd/{output}"
        self.process.stdin.write("\t".join([path, *words]) + "\n")
        self.process.stdin.flush()

    def answer(self) -> tuple[int, int, int]:
        """The times in ns of its start and its end, and its exit status."""
        assert self.process.stdout
        started, ended, status = map(int, self.process.stdout.readline().split())
        return started, ended, status


class Starters:
    """One for all, and one for crun, which has to be where it can run."""

    def __init__(self) -> None:
        self._one = Starter()
        with without_extra_tree():
            self._for_crun = Starter()

    def of(self, name: str) -> Starter:
        return self._for_crun if name == "crun" else self._one


def measure() -> None:
    """Print a table of times and ratios, one of memory, and what each step costs."""
    subprocess.run([PYTHON, "-m", "compileall", "-q", "snippets"], cwd=ROOT, check=True)
    starters = Starters()
    with TemporaryDirectory() as folder:
        candidates = _candidates(starters, Path(folder))
        times: dict[str, list[float]] = {name: [] for name in candidates}
        for _ in range(ROUNDS):
            for name, candidate in candidates.items():
                times[name].append(_first_byte(starters.of(name), candidate))
        memory = {name: _memory(starters.of(name), each) for name, each in candidates.items()}
    print(f"{'start to first output, ms':34}{'median':>8}{'10%':>8}{'90%':>8}{'PSS MiB':>9}")
    for name, values in times.items():
        ordered = sorted(values)
        low, high = ordered[len(ordered) // 10], ordered[-len(ordered) // 10 - 1]
        middle = statistics.median(values)
        print(f"{name:34}{middle:8.1f}{low:8.1f}{high:8.1f}{memory[name]:9.1f}")
    for one, other in (
        ("in Python, equal walls", "bubblewrap"),
        ("in Python", "bubblewrap"),
        ("command, bundle, python -IS", "runc"),
        ("command, bundle, python -m", "runc"),
        ("command, bundle, python -IS", "crun"),
    ):
        if one in times and other in times:
            pairs = zip(times[one], times[other], strict=True)
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"{one} / {other}: {ratio:.2f} (median of the rounds' ratios)")
    _by_step(starters.of("in Python"))


def _candidates(starters: Starters, folder: Path) -> dict[str, Candidate]:
    hello = ["-u", "-m", "__hello__"]  # a module of Python's own that is compiled into it
    asked = spec.own(groups.unified(groups.trees()))
    whole = ingredients.OUTSIDE + ingredients.INSIDE
    equal = asked | {"mounts": _mounts(asked, "/proc", "/dev", "/dev/pts", "/dev/shm")}
    found: dict[str, Candidate] = {
        "a program": lambda program: ["program", *program],
        "a program, forked from Python": lambda program: [
            "fork",
            f"/usr/bin/{program[0]}",
            *program[1:],
        ],
        "an empty python -IS": lambda program: ["program", PYTHON, "-ISuc", "print('x')"],
        "an empty python -m": lambda program: ["program", PYTHON, *hello],
        "in Python, equal walls": _in_python(equal, [f for f in whole if f.__name__ in EQUAL]),
        "in Python": _in_python(asked, whole),
    }
    if shutil.which("bwrap"):
        found["bubblewrap"] = _command(BWRAP)
    found["command, python -IS"] = _command([PYTHON, "-IS", COMMAND])
    found["command, python -m"] = _command([PYTHON, "-m", MODULE])
    if not shutil.which("busybox"):
        return found
    unified = groups.unified(groups.trees())
    bundle = parity.make_bundle(folder, spec.default(os.geteuid() != 0, unified))
    found["command, bundle, python -IS"] = _bundled([PYTHON, "-IS", COMMAND], bundle)
    found["command, bundle, python -m"] = _bundled([PYTHON, "-m", MODULE], bundle)
    for name in ("crun", "runc"):
        if tool := shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin"):
            root = [tool, "--root", str(folder / name), "run"]
            candidate = _bundled(root, bundle, f"three-walls-{name}-{os.getpid()}")
            if _refused(starters.of(name), candidate):
                print(f"{name} does not run here", file=sys.stderr)
            else:
                found[name] = candidate
    return found


def _mounts(asked: dict, *points: str) -> list[dict]:
    return [each for each in asked["mounts"] if each["destination"] in points]


def _in_python(asked: dict, chosen: list) -> Candidate:
    """The container from a running Python, which forks."""
    lists = (
        [each.__name__ for each in chosen],
        [each["type"] for each in asked["linux"]["namespaces"]],
        [each["destination"] for each in asked["mounts"]],
    )
    return lambda program: ["container", *(",".join(names) for names in lists), *program]


def _command(words: list[str]) -> Candidate:
    return lambda program: ["program", *words, *program]


def _bundled(words: list[str], bundle: Path, *more: str) -> Candidate:
    """A runtime that takes its program from the bundle."""

    def candidate(program: list[str]) -> list[str]:
        path = bundle / "config.json"
        asked = json.loads(path.read_text())
        asked["process"] |= {"args": program, "terminal": False}
        path.write_text(json.dumps(asked))
        return ["program", *words, "--bundle", str(bundle), *more]

    return candidate


def _refused(starter: Starter, candidate: Candidate) -> bool:
    with open(os.devnull, "w") as output:
        starter.ask(output.fileno(), candidate(["true"]))
        return starter.answer()[2] != 0


def _first_byte(starter: Starter, candidate: Candidate) -> float:
    """Milliseconds from the start to the program's first byte, noted by a process that waits."""
    words = candidate(["echo", "x"])
    reading, writing = os.pipe()
    answer, note = os.pipe()
    watcher = os.fork()
    if watcher == 0:
        os.close(writing)
        os.read(reading, 1)
        os.write(note, str(time.monotonic_ns()).encode())
        while os.read(reading, 4096):
            pass
        os._exit(0)
    os.close(reading)
    starter.ask(writing, words)
    started, _, status = starter.answer()
    os.close(writing)
    os.waitpid(watcher, 0)
    seen = int(os.read(answer, 32))
    os.close(answer)
    os.close(note)
    assert status == 0, words
    return (seen - started) / 1e6


def _memory(starter: Starter, candidate: Candidate) -> float:
    """MiB of proportional memory of all that the container needs while its program sleeps."""
    with open(os.devnull, "w") as output:
        starter.ask(output.fileno(), candidate(["sleep", "0.6"]))
        time.sleep(0.4)
        total = sum(_pss(pid) for pid in _below(starter.process.pid))
        starter.answer()
    return total / 1024


def _below(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_below(int(child))]
    return found


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(text.partition("\nPss:")[2].split()[0]) if "\nPss:" in text else 0


def _by_step(starter: Starter) -> None:
    """What the container costs after each step, from a running Python; and the step's part."""
    programs = [_in_python(*steps.program(number)) for number in range(len(steps.STEPS))]
    times: list[list[float]] = [[] for _ in programs]
    with open(os.devnull, "w") as output:
        for _ in range(ROUNDS):
            for candidate, values in zip(programs, times, strict=True):
                starter.ask(output.fileno(), candidate(["/usr/bin/true"]))
                started, ended, _ = starter.answer()
                values.append((ended - started) / 1e6)
    print(f"\n{'step, start to end of true':34}{'ms':>8}{'of it':>8}")
    before = 0.0
    for step, values in zip(steps.STEPS, times, strict=True):
        middle = statistics.median(values)
        print(f"{step.name:34}{middle:8.2f}{middle - before:+8.2f}")
        before = middle


if __name__ == "__main__":
    measure()
