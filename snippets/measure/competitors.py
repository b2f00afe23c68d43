"""Who competes: the same program started in every way that this machine has."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from snippets import needs
from snippets.linux.proc import descendants, statuses
from snippets.measure import engines, record
from snippets.measure.record import ROOT
from snippets.runtime import parity
from snippets.vm import guest, qemu, running

running.TIME_LIMIT = 300  # seconds: an emulated machine may have to wait for a busy CPU
IMAGE = "three-walls-measure"
MEMORY = 128  # MiB that each Linux guest is promised
ENGINES = ("podman", "docker")
WAYS = ("ours", "bubblewrap", "crun", "runc", *ENGINES)
BWRAP = "bwrap --unshare-all --die-with-parent --ro-bind / / --proc /proc --dev /dev"
_numbers = count(1)


class Containers:
    """The ways to a container: ``command`` gives the command line that runs a program in one.

    Use it in a with statement: it makes bundles around busybox, and an image of one where an engine
    runs, and tries each way once. absent: who can't be used here, and why.
    """

    def __init__(self, ways: Iterable[str] = WAYS) -> None:
        self._ways = ways

    def __enter__(self) -> "Containers":
        with ExitStack() as self._stack:
            folder = tempfile.TemporaryDirectory(prefix="three-walls-")
            self.folder = Path(self._stack.enter_context(folder))
            self._bundles: dict[tuple[str, ...], Path] = {}
            self._rooms: dict[str, int] = {}
            self.absent = {name: why for name in self._ways if (why := self._missing(name))}
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _missing(self, name: str) -> str | None:
        """Why this way can't be used here: found out by trying it."""
        program = {"ours": "python3", "bubblewrap": "bwrap"}.get(name, name)
        if not parity.where(program):
            return f"{program} is not installed"
        if name == "ours":
            return needs.containers()
        if name != "bubblewrap" and (why := parity.missing()):
            return why  # runc makes the bundle, around busybox
        try:
            if name in ENGINES:
                self._prepare(name)
            with self.place(name):
                said(self.command(name, ["true"]))
        except subprocess.CalledProcessError as error:
            printed = bytes(error.stderr).decode(errors="replace").strip() or "it says nothing"
            return f"{program} starts no container here: {printed.splitlines()[-1]}"
        except (subprocess.SubprocessError, OSError) as error:
            return f"{program} starts no container here: {error}"
        return None

    def _prepare(self, engine: str) -> None:
        """Give an engine an image, and a room, or else use the machine's own Docker if it runs."""
        docker = engine == "docker"
        if os.geteuid() == 0 and parity.where("dockerd" if docker else engine):
            self._rooms[engine] = self._stack.enter_context(engines.room(daemon=docker))
            if docker:
                os.environ["DOCKER_HOST"] = "unix:///run/docker.sock"  # that in the room
        elif docker and engines.docker_answers():
            record.helpers.update(self.daemons())
            self._stack.callback(said, [engine, "rmi", "--force", IMAGE])
        elif os.geteuid() != 0:
            raise PermissionError("it needs root, to keep apart what it writes")
        else:
            raise FileNotFoundError("no dockerd is installed, and none answers")
        tar = said(["tar", "-C", str(self._bundle(["true"]) / "rootfs"), "-c", "."])
        with self.place(engine):
            if docker:
                engines.wait_for_docker()
            said([engine, "import", "-", IMAGE], tar)

    @contextmanager
    def place(self, name: str) -> Iterator[None]:
        """Where to start it from: in this block this process is there."""
        with ExitStack() as stack:
            if name == "crun":
                stack.enter_context(engines.without_extra_tree())
            elif name in self._rooms:
                stack.enter_context(engines.inside(self._rooms[name]))
            yield

    def daemons(self) -> set[int]:
        """The processes of Docker that all its containers share."""
        found = {int(s["Pid"]) for s in statuses() if s["Name"] in ("dockerd", "containerd")}
        room = self._rooms.get("docker")
        return found & descendants({room}) if room else found

    def seen_from_here(self, engine: str, pid: int) -> int:
        """The PID here of the process that has this one where the engine is."""
        if engine not in self._rooms:
            return pid
        inside = descendants({self._rooms[engine]})
        found = (s for s in statuses() if int(s["Pid"]) in inside)
        return next(int(s["Pid"]) for s in found if s["NSpid"].split()[1] == str(pid))

    def command(self, name: str, program: list[str]) -> list[str]:
        """The command that runs a program in a container until the program ends."""
        if name == "ours":
            return [sys.executable, "-m", "snippets.container.run", *program]
        if name == "bubblewrap":
            return [*BWRAP.split(), *program]
        if name in ENGINES:
            limits = _own_limits() if name == "podman" else []
            return [name, "run", "--rm", "--network=none", *limits, IMAGE, *program]
        bundle, state = self._bundle(program), self.folder / f"state-{name}"
        number = f"three-walls-{os.getpid()}-{next(_numbers)}"
        return [parity.where(name), "--root", str(state), "run", "--bundle", str(bundle), number]

    def _bundle(self, program: list[str]) -> Path:
        key = tuple(program)
        if key not in self._bundles:
            folder = self.folder / str(len(self._bundles))
            folder.mkdir()
            self._bundles[key] = parity.make_bundle(folder)
            file = folder / "config.json"
            spec = json.loads(file.read_text())
            spec["process"]["args"] = program
            file.write_text(json.dumps(spec))
        return self._bundles[key]


def _own_limits() -> list[str]:
    """Options that leave a container the limits of this process. By default Podman raises them,
    for which not even every root has the capability."""
    limits = {"nofile": resource.RLIMIT_NOFILE, "nproc": resource.RLIMIT_NPROC}
    values = {name: "{}:{}".format(*resource.getrlimit(limits[name])) for name in limits}
    return [f"--ulimit={name}={value}" for name, value in values.items()]


def said(command: list[str], typed: bytes = b"") -> bytes:
    """What a command printed. Raises CalledProcessError, TimeoutExpired."""
    done = subprocess.run(command, input=typed, capture_output=True, check=True, timeout=60)
    return done.stdout


# --8<-- [start:guests]
GUESTS: dict[str, tuple[running.Command, Callable[[], str | None]]] = {
    "our VMM, Linux": (running.ours, needs.linux_on_kvm),
    "QEMU on KVM, Linux": (running.qemu_on_kvm, lambda: qemu.missing() or needs.linux_on_kvm()),
    "QEMU emulated, Linux": (running.emulator, qemu.missing),
}
# --8<-- [end:guests]


def absent_guests() -> dict[str, str]:
    """Which Linux guests can't be run here, and why."""
    return {n: why for n, (_, missing) in GUESTS.items() if (why := needs.guest() or missing())}


@contextmanager
def guests(script: str) -> Iterator[Callable[[str], running.Guest]]:
    """Gives a function that boots a guest with this script and returns when the script begins."""
    files = guest.prepared()
    with open(os.memfd_create("initramfs"), "wb", buffering=0) as initrd:
        initrd.write(guest.initramfs(script, files.busybox.read_bytes()))
        archive = f"/proc/{os.getpid()}/fd/{initrd.fileno()}"

        def boot(name: str) -> running.Guest:
            command, _ = GUESTS[name]
            started = running.Guest(command(str(files.kernel), archive, MEMORY))
            try:
                started.read_until(f"{guest.MARK}\n")
            except BaseException:
                started.end()
                raise
            return started

        yield boot


def spawn(command: list[str], output: int) -> int:
    """Start a program by posix_spawn(3) with this as its output; its PID. Errors go nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, fd, n) for n, fd in enumerate((nowhere, output, nowhere))]
    try:
        return os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    finally:
        os.close(nowhere)


def in_clone() -> None:
    """Work in the clone's top folder, where ``-m snippets`` is found."""
    os.chdir(ROOT)
