"""Start to first output and memory: this container, bubblewrap, crun and runc, in turn.

In turn, because the machine's speed drifts: each round runs every candidate once, and ratios are of
medians over the rounds. "Equal walls" is what bubblewrap makes too: namespaces, /usr, /proc, /dev.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from snippets.measure.engines import without_extra_tree
from snippets.runtime import groups, ingredients, parity, spec, steps
from snippets.runtime.start import run
from tests.proofs.program import ROOT

ROUNDS = 25
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
Candidate = Callable[[list[str], int], None]  # run a program with its output to a descriptor


def measure() -> None:
    """Print a table of times and ratios, one of memory, and what each step costs."""
    with TemporaryDirectory() as folder:
        candidates = _candidates(Path(folder))
        times: dict[str, list[float]] = {name: [] for name in candidates}
        for _ in range(ROUNDS):
            for name, candidate in candidates.items():
                with _place(name):
                    times[name].append(_first_byte(candidate))
        memory = {}
        for name, candidate in candidates.items():
            with _place(name):
                memory[name] = _memory(candidate)
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
    _by_step()


def _candidates(folder: Path) -> dict[str, Candidate]:
    python = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable
    whole = ingredients.OUTSIDE + ingredients.INSIDE
    found: dict[str, Candidate] = {
        "in Python, equal walls": _in_python([f for f in whole if f.__name__ in EQUAL], True),
        "in Python": _in_python(whole, False),
    }
    if shutil.which("bwrap"):
        found["bubblewrap"] = _command(BWRAP)
    found["command, python -IS"] = _command([python, "-IS", COMMAND])
    found["command, python -m"] = _command([python, "-m", "snippets.container.run"])
    if not shutil.which("busybox"):
        return found
    bundle = parity.make_bundle(folder, spec.default(os.geteuid() != 0, _unified()))
    found["command, bundle, python -IS"] = _bundled([python, "-IS", COMMAND], bundle, "--bundle")
    module = [python, "-m", "snippets.container.run"]
    found["command, bundle, python -m"] = _bundled(module, bundle, "--bundle")
    for name in ("crun", "runc"):
        if tool := shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin"):
            root = [tool, "--root", str(folder / name), "run"]
            candidate = _bundled(root, bundle, "--bundle", f"three-walls-{name}-{os.getpid()}")
            with _place(name):
                reason = _refused(candidate)
            if reason:
                print(f"{name} does not run here: {reason}", file=sys.stderr)
            else:
                found[name] = candidate
    return found


def _place(name: str) -> AbstractContextManager[None]:
    """Where to start a candidate from."""
    return without_extra_tree() if name == "crun" else nullcontext()


def _unified() -> bool:
    return groups.unified(groups.trees())


def _in_python(chosen: list, equal: bool) -> Candidate:
    """The container from this running Python, which forks."""

    def candidate(program: list[str], output: int) -> None:
        asked = spec.own(_unified())
        asked["process"] |= {"args": program, "terminal": False}
        if equal:
            points = ("/proc", "/dev", "/dev/pts", "/dev/shm")
            asked["mounts"] = [m for m in asked["mounts"] if m["destination"] in points]
        with _standard_output(output):
            run(asked, None, chosen=chosen)

    return candidate


class _standard_output:
    """This process's standard output is another for a while."""

    def __init__(self, fd: int) -> None:
        self.fd = fd

    def __enter__(self) -> None:
        self.before = os.dup(1)
        os.dup2(self.fd, 1)

    def __exit__(self, *_: object) -> None:
        os.dup2(self.before, 1)
        os.close(self.before)


def _command(words: list[str]) -> Candidate:
    def candidate(program: list[str], output: int) -> None:
        subprocess.run(
            [*words, *program], stdin=subprocess.DEVNULL, stdout=output, cwd=ROOT, check=True
        )

    return candidate


def _bundled(words: list[str], bundle: Path, *more: str) -> Candidate:
    """A runtime that takes its program from the bundle."""

    def candidate(program: list[str], output: int) -> None:
        path = bundle / "config.json"
        asked = json.loads(path.read_text())
        asked["process"] |= {"args": program, "terminal": False}
        path.write_text(json.dumps(asked))
        _command([*words, more[0], str(bundle), *more[1:]])([], output)

    return candidate


def _refused(candidate: Candidate) -> str:
    with TemporaryDirectory() as folder, open(Path(folder) / "out", "w") as output:
        try:
            candidate(["true"], output.fileno())
        except subprocess.CalledProcessError as error:
            return str(error)
    return ""


def _first_byte(candidate: Candidate) -> float:
    """Milliseconds from the call to the program's first byte.

    A thread would tell at once; a child that notes the time does as well, and leaves this process
    with one thread, as the container wants it.
    """
    reading, writing = os.pipe()
    answer, note = os.pipe()
    watcher = os.fork()
    if watcher == 0:
        os.close(writing)
        os.read(reading, 1)
        os.write(note, str(time.monotonic_ns()).encode())
        os._exit(0)
    os.close(reading)
    started = time.monotonic_ns()
    candidate(["echo", "x"], writing)
    os.close(writing)
    os.waitpid(watcher, 0)
    seen = int(os.read(answer, 32))
    os.close(answer)
    os.close(note)
    return (seen - started) / 1e6


def _memory(candidate: Candidate) -> float:
    """MiB of proportional memory of all that the container needs while its program sleeps."""
    with open(os.devnull, "w") as output:
        holder = os.fork()
        if holder == 0:
            try:
                candidate(["sleep", "0.6"], output.fileno())
            finally:
                os._exit(0)
        time.sleep(0.4)
        total = sum(_pss(pid) for pid in _below(holder))
        os.waitpid(holder, 0)
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


def _by_step() -> None:
    """What the container costs after each step, from a running Python; and the step's part."""
    programs = [steps.program(number) for number in range(len(steps.STEPS))]
    times: list[list[float]] = [[] for _ in programs]
    for _ in range(ROUNDS):
        for (asked, chosen), values in zip(programs, times, strict=True):
            asked["process"] |= {"args": ["/usr/bin/true"], "terminal": False}
            started = time.monotonic_ns()
            run(asked, None, chosen=chosen)
            values.append((time.monotonic_ns() - started) / 1e6)
    print(f"\n{'step, start to end of true':34}{'ms':>8}{'of it':>8}")
    before = 0.0
    for step, values in zip(steps.STEPS, times, strict=True):
        middle = statistics.median(values)
        print(f"{step.name:34}{middle:8.2f}{middle - before:+8.2f}")
        before = middle
