"""Run programs side by side, each once, and say what came of each."""

import contextlib
import ctypes
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from snippets import UNAVAILABLE
from snippets.linux import cgroups
from tests.proofs import host, keeper, masks
from tests.proofs.environment import Environment, here
from tests.proofs.program import Break, Program

LIMIT = 30  # seconds that a program may take
_keepers: set[int] = set()  # of all runners of this process


@dataclass(frozen=True)
class Outcome:
    """How one run ended.

    status: exit status, or minus the signal that ended it. seconds: from start to end.
    stopped: why the keeper had to end it, or None. left: what it left behind, a line each.
    """

    program: Program
    status: int
    stdout: str
    stderr: str
    seconds: float
    stopped: str | None
    left: list[str]

    @property
    def unavailable(self) -> str | None:
        """Why this machine can't run the proof, if so."""
        if self.status != UNAVAILABLE or self.stopped:
            return None
        said = self.stderr.strip() or f"exit status {UNAVAILABLE} without a reason"
        return said.rpartition("can't be proved here: ")[2]  # before it: what it started said

    @property
    def problem(self) -> str | None:
        """Why it is no proof, apart from what it printed; None if it is one."""
        if self.stopped:
            return f"stopped: {self.stopped}"
        if self.status < 0:
            return f"ended by {signal.Signals(-self.status).name}"
        if self.status != 0:
            return f"exit status {self.status}"
        if self.left:
            return "left behind: " + "; ".join(self.left)
        return None

    @property
    def line(self) -> int | None:
        """The line of the program that raised what ended it."""
        places = re.findall(rf'File ".*/{self.program.name}\.py", line (\d+)', self.stderr)
        return int(places[-1]) if places else None

    def unlike(self, record: Path) -> str:
        """How the output differs from its record, as a diff; empty if it does not."""
        if not record.exists():
            return f"no record {record.name}; make it with: make record"
        return masks.difference(record.read_text("utf-8"), self.stdout, self.program.masks)


class Runner:
    """A pool of runs in one environment. Each program, and each break of it, runs once."""

    def __init__(self, environment: Environment | None = None, limit: float = LIMIT) -> None:
        """Start the keeper and note the host's state.

        limit: seconds that each program may take.
        """
        self.environment = environment or here()
        self.limit = limit
        self._swept = _sweep()
        self._before = host.state()
        # What a killed keeper leaves becomes ours, so that close() can end it.
        ctypes.CDLL(None).prctl(keeper.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._keeper = subprocess.Popen(
            [sys.executable, "-I", keeper.__file__, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        _keepers.add(self._keeper.pid)
        self._sending = threading.Lock()
        self._together = ThreadPoolExecutor(len(os.sched_getaffinity(0)), "proof")
        self._one_by_one = ThreadPoolExecutor(1, "proof-alone")
        self._runs: dict[tuple[Path, int], Future[Outcome]] = {}
        self._asked: list[tuple[Program, Break | None]] = []

    def submit(self, program: Program, change: Break | None = None) -> "Future[Outcome]":
        """Start a run, or find the one already started.

        change: the break to apply, or None for the program as it is. A program that must run
        alone begins when all that were submitted before it have ended.
        """
        key = program.path, change.number if change else 0
        if key not in self._runs:
            if program.alone:
                earlier = list(self._runs.values())
                run = self._one_by_one.submit(self._after, earlier, program, change)
            else:
                run = self._together.submit(self.run, program, change)
            self._runs[key] = run
            self._asked.append((program, change))
        return self._runs[key]

    def _after(self, earlier: list, program: Program, change: Break | None) -> Outcome:
        wait(earlier)
        return self.run(program, change)

    def run(self, program: Program, change: Break | None = None) -> Outcome:
        """Run a program now, in this thread. Raises RuntimeError if its guardian was killed."""
        source = program.broken(change) if change else program.text
        program_or_module = [f"{program.name}.py"] if source else ["-m", program.module]
        request = {
            "argv": [self.environment.python, *program_or_module, *program.arguments],
            "source": source,
            "env": self.environment.variables,
            "cwd": str(self.environment.folder),
            "uid": self.environment.uid,
            "limit": self.limit,
        }
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, self._sending:
                message = json.dumps(request).encode()
                socket.send_fds(self._requests, [message], [theirs.fileno()])
            answer = b"".join(iter(lambda: ours.recv(1 << 16), b""))
        if not answer:
            raise RuntimeError(f"{program.where}: the process that guarded its run was killed")
        return Outcome(program, **json.loads(answer))

    def close(self, culprits: bool = True) -> list[str]:
        """End the pool; return what happened to the host, a line each.

        culprits: find out which program did it, by running each again; that takes its time.
        """
        self._together.shutdown()
        self._one_by_one.shutdown()
        notes = list(self._swept)
        changes = host.changes(self._before, host.state())
        if changes and culprits:
            notes += self._culprits(changes)
        elif changes:
            notes += [f"a program changed the host: {what}" for what in changes]
        self._requests.close()
        self._keeper.wait()
        _keepers.discard(self._keeper.pid)
        _await_orphans()
        return notes

    def _culprits(self, changes: list[str]) -> list[str]:
        """Run everything again, one by one, to see who changes the host."""
        found = []
        for program, change in self._asked:
            before = host.state()
            with contextlib.suppress(RuntimeError):
                self.run(program, change)
            for what in host.changes(before, host.state()):
                found.append(f"{program.where}: changed the host: {what}")
        return found or [
            f"changed on this host meanwhile, by no program of ours: {what}" for what in changes
        ]


def _sweep() -> list[str]:
    """Remove the temporary folders and control groups of runs that were killed, and say so."""
    notes = cgroups.sweep()
    for folder in Path(tempfile.gettempdir()).glob(f"{keeper.FOLDER}[0-9]*-*"):
        guardian = folder.name.removeprefix(keeper.FOLDER).split("-")[0]
        if not Path("/proc", guardian).exists():
            shutil.rmtree(folder, ignore_errors=True)
            notes.append(f"swept {folder}, left by a run that was killed")
    return notes


def _await_orphans() -> None:
    """Wait for the guardians that a killed keeper left to us; they end by themselves."""
    for pid in set(keeper._children(os.getpid())) - _keepers:
        with contextlib.suppress(OSError):
            if keeper.__file__.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.waitpid(pid, 0)
