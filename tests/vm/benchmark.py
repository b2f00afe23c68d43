"""The start of a Linux guest, in our VMM, in QEMU on KVM and in QEMU's emulator.

Measured here with what runs here, and once more in an emulated machine that has SVM, where all
three run. Times there are the emulator's: only their ratio says something, and of the last row
(an emulator in an emulator) not even that.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from press import seal

from snippets.vm import guest, qemu
from tests.guests import archives, machine
from tests.proofs.program import EVIDENCE, ROOT

PROGRAM = "snippets.measure.start_of_a_guest"
RECORD = EVIDENCE / "vm" / "start-of-a-guest.txt"
FIRMWARE = "/usr/share/seabios", "/usr/share/qemu"


def measure(record: bool = False) -> None:
    """Print both tables; or write them where page 4.6 takes them from."""
    here = _here(rounds=5)
    nested = _nested(rounds=3)
    if record:
        RECORD.write_text(f"{here}\nin an emulated machine:\n{nested}")
        seal.note(EVIDENCE, RECORD)
    else:
        print(here, nested, sep="\n")


def _here(rounds: int) -> str:
    python = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable
    command = [python, "-m", PROGRAM, "--rounds", str(rounds)]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def _nested(rounds: int) -> str:
    done = machine.run(
        f"python3 -m {PROGRAM} --rounds {rounds} > /dev/ttyS1 2>&1",
        memory=3072,
        time_limit=600,
        more=_guest_files() | _qemu_files(),
    )
    return done.report or f"nothing: {done.boot.log[-500:]}"


def _guest_files() -> archives.Files:
    """The kernel and the rest that ``make guest`` has prepared, where the book expects them."""
    files = {path.name: path for path in guest.CACHE.iterdir() if path.is_file()}
    data = {f".cache/guest/{name}": path.read_bytes() for name, path in files.items()}
    return archives.in_folder("walls", {it: (archives.FILE, data[it]) for it in data})


def _qemu_files() -> archives.Files:
    """This machine's QEMU, its libraries, modules and firmware; nothing if it has none."""
    program = shutil.which(qemu.PROGRAM)
    if not program:
        return {}
    listed = subprocess.run(["ldd", program], capture_output=True, text=True).stdout
    libraries = [Path(word) for word in listed.split() if word.startswith("/")]
    firmware = [path for folder in FIRMWARE for path in Path(folder).glob("*.*") if path.is_file()]
    modules = [path for library in libraries for path in library.parent.glob("qemu/accel-tcg-*")]
    folders = {*FIRMWARE, *(str(path.parent.resolve()) for path in modules)}
    found: archives.Files = {folder[1:]: (archives.DIRECTORY, b"") for folder in folders}
    for path in [Path(program), *libraries, *modules, *firmware]:
        real = path.parent.resolve() / path.name  # /lib may be a link to /usr/lib
        found[str(real)[1:]] = archives.PROGRAM, path.read_bytes()
    return found


if __name__ == "__main__":
    measure(record="--record" in sys.argv[1:])
