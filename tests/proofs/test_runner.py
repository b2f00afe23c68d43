"""The runner: how a run can end, and that nothing outlives it, whoever is killed."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from snippets import needs
from tests.proofs import host, keeper
from tests.proofs.environment import Environment
from tests.proofs.program import at
from tests.proofs.runner import Outcome, Runner

# A program that starts a process which detaches itself by two forks, then waits.
DETACHES = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open(os.environ["TMPDIR"] + "/file", "w").close()
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(60)", {mark!r}])
    os._exit(0)
os.wait()
time.sleep({seconds})
"""


@pytest.fixture
def runner(book: Path) -> Iterator[Runner]:
    runner = Runner(Environment("user", sys.executable, book), limit=1.5)
    yield runner
    assert not [note for note in runner.close() if "by no program of ours" not in note]


def run(runner: Runner, name: str) -> Outcome:
    return runner.run(at(runner.environment.folder / "snippets" / "sample" / f"{name}.py"))


def processes(mark: str) -> list[int]:
    """The processes that have ``mark`` as an argument."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (entry / "cmdline").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def ended(pid: int) -> bool:
    """Whether a process is gone, or waits only for its exit status to be read."""
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def eventually(condition, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_a_good_run_has_no_problem(runner: Runner) -> None:
    outcome = run(runner, "holds")
    assert (outcome.status, outcome.stdout, outcome.problem) == (0, "total: 2\n", None)


def test_a_failure_names_its_line(runner: Runner) -> None:
    outcome = run(runner, "fails")
    assert (outcome.problem, outcome.line) == ("exit status 1", 7)


def test_a_missing_need_is_a_reason_not_a_problem(runner: Runner) -> None:
    assert run(runner, "lacks").unavailable == "no such device; plug one in"


def test_a_signal_is_named(runner: Runner) -> None:
    assert run(runner, "dies").problem == "ended by SIGSEGV"


def test_a_forked_child_does_not_pass_for_the_program(runner: Runner) -> None:
    assert run(runner, "forks").problem is None


def test_an_endless_program_is_stopped(runner: Runner) -> None:
    assert run(runner, "loops").problem == "stopped: it took longer than its time limit"


def test_a_flood_is_stopped(runner: Runner) -> None:
    assert run(runner, "floods").problem == "stopped: it printed more than 1 MiB"


def test_a_forgotten_file_is_found_and_removed(runner: Runner) -> None:
    outcome = run(runner, "leaves_file")
    assert outcome.problem and outcome.problem.startswith("left behind: file $TMPDIR/forgotten-")


def test_a_detached_process_is_found_and_killed(runner: Runner) -> None:
    outcome = run(runner, "forked_child_fails")
    assert outcome.problem and outcome.problem.startswith("left behind: process ")
    assert outcome.problem.endswith("(python)") or "python" in outcome.problem


def test_each_program_runs_once(runner: Runner) -> None:
    program = at(runner.environment.folder / "snippets" / "sample" / "holds.py")
    assert runner.submit(program) is runner.submit(program)


def test_a_missing_record_is_a_difference(runner: Runner, tmp_path: Path) -> None:
    assert "make record" in run(runner, "holds").unlike(tmp_path / "none.txt")


@pytest.mark.parametrize("victim", ["program", "guardian", "keeper", "test run"])
def test_nothing_is_left_when_one_is_killed(book: Path, victim: str) -> None:
    """Kill -9 each of the four in turn while a detached process and a file of its exist."""
    mark = f"three-walls-{victim}-{os.getpid()}"
    program = book / "snippets" / "sample" / f"detaches_{victim.replace(' ', '_')}.py"
    program.write_text(DETACHES.format(mark=mark, seconds=4 if victim == "keeper" else 60))
    code = (
        "import sys; from pathlib import Path; from tests.proofs.runner import Runner;"
        "from tests.proofs.program import at; from tests.proofs.environment import Environment;"
        f"r = Runner(Environment('user', sys.executable, Path({str(book)!r})));"
        f"print(r._keeper.pid, flush=True); r.submit(at(Path({str(program)!r}))); print(r.close())"
    )
    test_run = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=book,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert test_run.stdout
    keeper_pid = int(test_run.stdout.readline())
    assert eventually(lambda: processes(mark))
    (guardian,) = keeper._children(keeper_pid)
    (folder,) = Path("/tmp").glob(f"{keeper.FOLDER}{guardian}-*")
    module = f"snippets.sample.{program.stem}"
    victims = {
        "program": processes(module)[0],
        "guardian": guardian,
        "keeper": keeper_pid,
        "test run": test_run.pid,
    }
    os.kill(victims[victim], signal.SIGKILL)
    if victim != "keeper":  # then the program goes on to its end
        assert eventually(lambda: not processes(mark), 1), "a process is left after a second"
    assert eventually(lambda: not processes(mark) and not folder.exists())
    test_run.communicate(timeout=20)
    assert eventually(lambda: ended(keeper_pid))


def test_the_next_start_sweeps_and_says_so(book: Path, tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    folder = Path("/tmp", f"{keeper.FOLDER}{ended.pid}-left")
    folder.mkdir()
    notes = Runner(Environment("user", sys.executable, book)).close()
    assert f"swept {folder}, left by a run that was killed" in notes
    assert not folder.exists()


@pytest.mark.skipif(needs.missing(["freezer-group"]) is not None, reason="may make no groups")
def test_a_killed_programs_control_group_is_swept(book: Path) -> None:
    """A frozen process in it included, which in version 1 no signal can end."""
    code = (
        "import os, signal, time; from snippets.linux.cgroups import Group;"
        "from snippets.linux.children import waiting_child\n"
        "group = Group('pids', 'freezer')\n"
        "with waiting_child(group.add) as member:\n"
        "    group.freeze()\n"
        "    print(member, *set(group.folders.values()), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    with tempfile.TemporaryFile("w+") as printed:  # a pipe would stay open: the member is frozen
        subprocess.run([sys.executable, "-c", code], stdout=printed)
        printed.seek(0)
        member, *folders = printed.read().split()
    assert all(Path(folder).exists() for folder in folders)
    notes = Runner(Environment("user", sys.executable, book)).close()
    assert sorted(notes) == [
        f"swept {folder}, left by a program that was killed" for folder in sorted(folders)
    ]
    assert not any(Path(folder).exists() for folder in folders)
    assert ended(int(member))


def test_a_changed_host_is_pinned_on_its_program(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state is made up; everything else is real."""
    names = ["holds", "forks"]
    programs = [at(runner.environment.folder / "snippets/sample" / f"{n}.py") for n in names]
    for program in programs:
        runner.submit(program).result()
    real = runner.run
    mounts: set[str] = set()

    def run_and_mount(program, change=None):
        mounts.add("/mnt/left") if program.name == "forks" else None
        return real(program, change)

    monkeypatch.setattr(runner, "run", run_and_mount)
    monkeypatch.setattr(host, "state", lambda: {"mount": set(mounts)})
    assert runner._culprits(["new mount: /mnt/left"]) == [
        "snippets/sample/forks.py: changed the host: new mount: /mnt/left"
    ]
    assert "by no program of ours" in runner._culprits(["new mount: /mnt/other"])[0]
    monkeypatch.undo()
