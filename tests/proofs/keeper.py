"""The keeper: starts programs and guarantees that nothing they start outlives them.

One keeper serves a whole test run. For each program it forks a *guardian*, which starts the
program and is a child subreaper, prctl(2): a process that detaches itself from the program, by
whatever number of forks, becomes the guardian's child. So whoever dies, somebody cleans up:

    the program   its guardian kills what is left and reports it
    a guardian    the program dies with it (PR_SET_PDEATHSIG); what is left becomes the keeper's
                  child, for it is a subreaper too, and is killed
    the keeper    the guardians finish as if nothing had happened
    the test run  the guardians and the keeper see the end of their sockets and kill everything

Forking from this small single-threaded process costs about a millisecond; starting a Python for
each guardian would cost as much as many a proof.
"""

import contextlib
import ctypes
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h
FOLDER = "three-walls-"  # the start of the name of each program's temporary folder
GRACE = 0.3  # seconds that a program's children have to follow it
OUTPUT = 1 << 20  # bytes that a program may print
GONE = "nobody waits for it any more"
LIBC = ctypes.CDLL(None, use_errno=True)


def main(requests: socket.socket) -> None:
    """Serve requests until the test run closes its end of the socket.

    Each request is one JSON object, sent along with the guardian's own socket:
    ``argv``, ``env``, ``cwd``, ``uid`` (or null), ``limit`` in seconds, ``source`` (or null): a
    text to be run as the last word of ``argv``. The answer goes to the guardian: ``status``
    (exit status, or minus a signal), ``stdout``, ``stderr``, ``seconds``, ``stopped`` (why, or
    null), ``left`` (what it left behind).
    """
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    guardians: set[int] = set()
    while True:
        readable, _, _ = select.select([requests], [], [], 0.1)
        if readable:
            message, fds, _, _ = socket.recv_fds(requests, 1 << 20, 1)
            if not message:
                break
            guardian = os.fork()
            if guardian == 0:
                requests.close()
                with socket.socket(fileno=fds[0]) as report:
                    _guard(json.loads(message), report)
                os._exit(0)
            guardians.add(guardian)
            os.close(fds[0])
        _tend(guardians)
    while guardians:
        _tend(guardians)
        time.sleep(0.01)


def _tend(guardians: set[int]) -> None:
    """Forget the guardians that have ended; clean up after one that was killed."""
    for pid, status in _reap():
        if pid in guardians:
            guardians.remove(pid)
            if status != 0:
                for stray in set(_children(os.getpid())) - guardians:
                    _kill_tree(stray)
                for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}{pid}-*"):
                    shutil.rmtree(folder, ignore_errors=True)


def _guard(request: dict, report: socket.socket) -> None:
    """Run one program from start to clean end and report on it."""
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    if request["uid"] is not None:
        os.setgroups([])
        os.setgid(request["uid"])
        os.setuid(request["uid"])
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))
    try:
        answer = _run(request, report, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if answer:
        report.sendall(json.dumps(answer).encode())


def _run(request: dict, report: socket.socket, folder: Path) -> dict | None:
    """Start the program, wait for its end, end the rest; None if nobody waits for an answer."""
    temporary = folder / "tmp"
    temporary.mkdir()
    argv = request["argv"]
    if request["source"] is not None:
        changed = folder / argv[-1]
        changed.write_text(request["source"], "utf-8")
        folder.chmod(0o711)  # root's program may become another user, and a traceback quotes it
        argv = [*argv[:-1], str(changed)]
    # Files in memory: unlike a pipe they need no reader, and a process left behind can't hold
    # their end open.
    out, err = os.memfd_create("stdout"), os.memfd_create("stderr")
    started = time.monotonic()
    program = os.fork()
    if program == 0:
        _become(argv, request, str(temporary), out, err)
    stopped = _wait(program, report, started + request["limit"], [out, err])
    if stopped:
        os.kill(program, signal.SIGKILL)
    _, status = os.waitpid(program, 0)
    seconds = time.monotonic() - started
    left = [] if stopped else _outlived()
    _kill_descendants()
    if stopped == GONE:
        return None
    left += [f"file $TMPDIR/{path.relative_to(temporary)}" for path in temporary.rglob("*")]
    return {
        "status": os.waitstatus_to_exitcode(status),
        "stdout": _contents(out),
        "stderr": _contents(err),
        "seconds": seconds,
        "stopped": stopped,
        "left": left,
    }


def _wait(program: int, report: socket.socket, deadline: float, outputs: list[int]) -> str | None:
    """Wait for the program's end; if it must be stopped before, return why."""
    pidfd = os.pidfd_open(program)
    while True:
        ready, _, _ = select.select([pidfd, report.fileno()], [], [], 0.2)
        if pidfd in ready:
            return None
        if report.fileno() in ready:  # nothing is ever sent to us: this is its end
            return GONE
        if time.monotonic() > deadline:
            return "it took longer than its time limit"
        if any(os.fstat(output).st_size > OUTPUT for output in outputs):
            return f"it printed more than {OUTPUT >> 20} MiB"


def _become(argv: list[str], request: dict, temporary: str, out: int, err: int) -> None:
    guardian = os.getppid()
    os.setsid()
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != guardian:  # it died before we asked
        os._exit(1)
    # Python ignores these two, and an ignored signal stays ignored across execve(2).
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (out, 1), (err, 2)):
        os.dup2(source, target)
    os.closerange(3, 4096)
    os.chdir(request["cwd"])
    os.execve(argv[0], argv, request["env"] | {"TMPDIR": temporary, "HOME": temporary})


def _outlived() -> list[str]:
    """The processes that are still there a moment after their program has ended."""
    deadline = time.monotonic() + GRACE
    while _any_child():
        if time.monotonic() > deadline:
            return [f"process {_name(pid)}" for pid in _descendants(os.getpid())]
        _reap()
        time.sleep(0.01)
    return []


def _kill_descendants() -> None:
    """Kill and reap all that descends from this process, until nothing does."""
    deadline = time.monotonic() + 5
    while _any_child() and time.monotonic() < deadline:
        for pid in _descendants(os.getpid()):
            _kill(pid)
        _reap()
        time.sleep(0.001)


def _kill_tree(pid: int) -> None:
    for each in [pid, *_descendants(pid)]:
        _kill(each)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it may end by itself
        os.kill(pid, signal.SIGKILL)


def _reap() -> list[tuple[int, int]]:
    """Collect the children that have ended: their ids and wait statuses."""
    ended = []
    with contextlib.suppress(ChildProcessError):  # there are none
        while (child := os.waitpid(-1, os.WNOHANG))[0]:
            ended.append(child)
    return ended


def _any_child() -> bool:
    """Whether this process has a child, living or unreaped. To a subreaper no child means: no
    descendant at all, without a look at all of /proc."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _children(pid: int) -> list[int]:
    return _below().get(pid, [])


def _descendants(pid: int) -> list[int]:
    below = _below()
    found, todo = [], [pid]
    while todo:
        children = below.get(todo.pop(), [])
        found += children
        todo += children
    return found


def _below() -> dict[int, list[int]]:
    """Every process's children, by the parents that /proc names, proc_pid_stat(5)."""
    below: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                stat = Path(f"/proc/{entry}/stat").read_text()
                parent = int(stat.rpartition(")")[2].split()[1])
                below.setdefault(parent, []).append(int(entry))
    return below


def _name(pid: int) -> str:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return f"{pid} ({Path(f'/proc/{pid}/comm').read_text().strip()})"
    return f"{pid}"


def _contents(fd: int) -> str:
    os.lseek(fd, 0, os.SEEK_SET)
    with open(fd, "rb") as file:
        return file.read(OUTPUT).decode(errors="replace")


if __name__ == "__main__":
    # A signal meant for the test run (Ctrl-C) reaches its whole group; the keeper outlives the
    # run by a moment, to clean up.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        main(channel)
