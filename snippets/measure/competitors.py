"""Who competes: the same program started in every way that this machine has."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from snippets import needs
from snippets.linux.mounts import MNT_DETACH, umount
from snippets.linux.namespaces import CLONE_NEWNS, setns, unshare
from snippets.measure.record import ROOT
from snippets.runtime import parity
from snippets.vm import guest, qemu, running

running.TIME_LIMIT = 300  # seconds: an emulated machine may have to wait for a busy CPU
IMAGE = "three-walls-measure"
MEMORY = 128  # MiB that each Linux guest is promised
WAYS = ("ours", "bubblewrap", "crun", "runc", "podman", "docker")
BWRAP = "bwrap --unshare-all --die-with-parent --ro-bind / / --proc /proc --dev /dev"
_numbers = count(1)


class Containers:
    """The ways to a container: ``command`` gives the command line that runs a program in one.

    Use it in a with statement: it makes bundles around busybox, and an image of one where an engine
    runs, and tries each way once. absent: who can't be used here, and why.
    """

    def __enter__(self) -> "Containers":
        self._folder = tempfile.TemporaryDirectory(prefix="three-walls-")
        self.folder = Path(self._folder.name)
        self._bundles: dict[tuple[str, ...], Path] = {}
        self._images: list[str] = []
        self.absent = {name: why for name in WAYS if (why := self._missing(name))}
        return self

    def __exit__(self, *_: object) -> None:
        for engine in self._images:
            subprocess.run([engine, "rmi", "--force", IMAGE], stdout=subprocess.DEVNULL)
        self._folder.cleanup()

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
            if name in ("docker", "podman"):
                tree = self._bundle(["true"]) / "rootfs"
                tar = _said(["tar", "-C", str(tree), "-c", "."])
                _said([name, "import", "-", IMAGE], tar)
                self._images.append(name)
            with self.place(name):
                _said(self.command(name, ["true"]))
        except (subprocess.SubprocessError, OSError):
            return f"{program} is installed, but starts no container here"
        return None

    @contextmanager
    def place(self, name: str) -> Iterator[None]:
        """Where to start it from. crun 1.8 starts nothing where control groups of version 1 are
        mounted and, besides, an extra tree of version 2; for it this tree is hidden."""
        extra = "/sys/fs/cgroup/unified"
        if name != "crun" or not os.path.ismount(extra) or os.geteuid() != 0:
            yield
            return
        here = os.open("/proc/self/ns/mnt", os.O_RDONLY)
        unshare(CLONE_NEWNS)
        umount(extra, MNT_DETACH)
        try:
            yield
        finally:
            setns(here)
            os.close(here)
            os.chdir(ROOT)

    def command(self, name: str, program: list[str]) -> list[str]:
        """The command that runs a program in a container until the program ends."""
        if name == "ours":
            return [sys.executable, "-m", "snippets.container.run", *program]
        if name == "bubblewrap":
            return [*BWRAP.split(), *program]
        if name in ("docker", "podman"):
            return [name, "run", "--rm", "--network=none", IMAGE, *program]
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


def _said(command: list[str], typed: bytes = b"") -> bytes:
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
