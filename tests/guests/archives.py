"""Archives for the kernel to unpack, and folders that appear whole or not at all."""

import contextlib
import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from snippets.vm import guest
from tests.proofs.program import ROOT

Files = dict[str, tuple[int, bytes]]  # as guest.archive takes them
DIRECTORY, LINK, FILE, PROGRAM = 0o040755, 0o120777, 0o100644, 0o100755


def book() -> bytes:
    """The programs and their runner, as an archive to be unpacked over the system."""
    paths = [*(ROOT / "snippets").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sorted(paths)}
    return guest.archive(in_folder("walls", {name: (FILE, data) for name, data in files.items()}))


def in_folder(folder: str, files: dict) -> Files:
    """The files below a folder, and the folders that takes."""
    found: Files = {folder: (DIRECTORY, b"")}
    for name, file in files.items():
        for parent in reversed(Path(folder, name).parents[:-1]):
            found[str(parent)] = (DIRECTORY, b"")
        found[f"{folder}/{name}"] = file
    return found


def unpack(archive: bytes, folder: Path) -> None:
    """Put the files of an archive below a folder, as whoever we are."""
    at = 0
    while True:
        fields = [int(archive[at + 6 + 8 * n : at + 14 + 8 * n], 16) for n in range(13)]
        mode, size, length = fields[1], fields[6], fields[11]
        name = archive[at + 110 : at + 110 + length - 1].decode()
        at = -(-(at + 110 + length) // 4) * 4
        if name == "TRAILER!!!":
            return
        data, path = archive[at : at + size], folder / name
        at = -(-(at + size) // 4) * 4
        path.parent.mkdir(parents=True, exist_ok=True)
        if stat.S_ISDIR(mode):
            path.mkdir(exist_ok=True)
        elif stat.S_ISLNK(mode):
            path.symlink_to(data.decode())
        else:
            path.write_bytes(data)
        if not stat.S_ISLNK(mode):
            path.chmod(stat.S_IMODE(mode))


@contextlib.contextmanager
def making(folder: Path) -> Iterator[Path | None]:
    """A new folder that becomes ``folder`` when it is complete; None if that is here already."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.parent / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            yield None
            return
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as place:
            new = Path(place, "new")
            new.mkdir()
            yield new
            os.rename(new, folder)
