"""Measure what the first write to a file of an image costs, when an overlay copies the file up, and
what the next write costs. All files are in memory: it is the copying that is measured, no disk.
"""
# needs: overlay

import os
import time
from pathlib import Path

from snippets.linux.images import overlay
from snippets.linux.mounts import tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, in_namespaces
from snippets.measure import record

MIB = 1 << 20
SIZES = {"4 KiB": 4096, "1 MiB": MIB, "16 MiB": 16 * MIB, "64 MiB": 64 * MIB}


# --8<-- [start:write]
def write(path: Path, flag: int = 0) -> float:
    """Milliseconds to open a file, change its first byte and close it."""
    time.sleep(0.01)  # its turn on the CPU shall not end in the middle
    begin = time.perf_counter()
    file = os.open(path, os.O_WRONLY | flag)
    os.write(file, b"!")
    os.close(file)
    return 1000 * (time.perf_counter() - begin)


def writes() -> dict[str, float]:
    """One overlay, one write to each of its files; to the largest also one more, and to another one
    as large that is emptied."""
    tmpfs("/mnt")
    image, upper, work, here = (Path("/mnt", name) for name in ("image", "upper", "work", "here"))
    for folder in (image, upper, work, here):
        folder.mkdir()
    for name, size in SIZES.items():
        (image / name).write_bytes(b"x" * size)
    (image / "other").write_bytes(b"x" * SIZES["64 MiB"])
    (image / "before").write_bytes(b"x")
    overlay(here, [image], upper, work)
    write(here / "before")  # what a mount does only once is not counted
    taken = {f"first, {name}": write(here / name) for name in SIZES}
    taken["first, emptied, 64 MiB"] = write(here / "other", os.O_TRUNC)
    taken["again, 64 MiB"] = write(here / "64 MiB")
    taken["no overlay, 64 MiB"] = write(image / "64 MiB")
    return taken
    # --8<-- [end:write]


def measure(rounds: int) -> record.Record:
    return record.take(
        "first-write", "ms", {"": lambda: in_namespaces(CLONE_NEWNS, writes)}, {}, rounds
    )


if __name__ == "__main__":
    record.main("first-write", __doc__, measure)
