"""A container computes as fast as a process; it costs time to start, and at the first write to a
file of its image, which copies the whole file; and it brings no kernel of its own."""
# needs: containers, overlay
# break: until(in_container) => until(in_child)
# break: overlay(here, [image], upper, work) => here = image
# masks: ratio

import os
import time
from pathlib import Path

from snippets.linux.children import in_child
from snippets.linux.images import overlay
from snippets.linux.mounts import tmpfs
from snippets.linux.namespaces import CLONE_NEWNS, in_namespaces
from snippets.runtime.inside import in_container


# --8<-- [start:writes]
def writes():
    """Seconds for one byte into a file of an image, and for one more into the same file."""
    tmpfs("/mnt")
    image, upper, work, here = (Path("/mnt", name) for name in ("image", "upper", "work", "here"))
    for directory in (image, upper, work, here):
        directory.mkdir()
    (image / "file").write_bytes(bytes(16 << 20))
    overlay(here, [image], upper, work)
    return [write(here / "file"), write(here / "file")]


def write(path):
    begin = time.perf_counter()
    file = os.open(path, os.O_WRONLY)
    os.write(file, b"!")
    os.close(file)
    return time.perf_counter() - begin
    # --8<-- [end:writes]


# --8<-- [start:proof]
def until(start):
    """Seconds until a function runs where it is started: the fastest of five."""
    begun = [(time.perf_counter(), start(time.perf_counter)) for _ in range(5)]
    return min(runs - asked for asked, runs in begun)


def computing():
    begun = [(time.perf_counter(), sum(range(200_000)), time.perf_counter()) for _ in range(20)]
    return min(end - begin for begin, _, end in begun)


def boot_id():
    return Path("/proc/sys/kernel/random/boot_id").read_text()


first, again = in_namespaces(CLONE_NEWNS, writes)
ratios = {
    "computing, container to process": in_container(computing) / in_child(computing),
    "starting, container to process": until(in_container) / until(in_child),
    "writing, first time to next": first / again,
}
for what, ratio in ratios.items():
    print(f"{what + ':':32} {ratio:8.1f}×")
print("boot ID of container and host:  ", "equal" if in_container(boot_id) == boot_id() else "two")
assert (
    0.5 < ratios["computing, container to process"] < 2 < ratios["starting, container to process"]
)
assert ratios["writing, first time to next"] > 10 and in_container(boot_id) == boot_id()
# --8<-- [end:proof]
