"""A container computes as fast as a process; it costs time to start, and at the first write to a
file of its image, which copies the whole file unless it is emptied at once; and it brings no kernel
of its own."""
# needs: containers, overlay
# break: until(in_container) => until(in_child)
# break: overlay(here, [image], upper, work) => here = upper = image
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
    """Write to files of an image: seconds for the first write, for one more, and for the first one
    to a file that is emptied at once (the fastest of some); then how many bytes the container's
    layer holds of the first."""
    tmpfs("/mnt")
    image, upper, work, here = (Path("/mnt", name) for name in ("image", "upper", "work", "here"))
    for directory in (image, upper, work, here):
        directory.mkdir()
    others = ("one", "two", "three")
    for name in ("file", *others):
        (image / name).write_bytes(bytes(16 << 20))
    overlay(here, [image], upper, work)
    first, again = write(here / "file"), min(write(here / "file") for _ in range(5))
    emptied = min(write(here / name, os.O_TRUNC) for name in others)
    return first, again, emptied, (upper / "file").stat().st_size


def write(path, flag=0):
    begin = time.perf_counter()
    file = os.open(path, os.O_WRONLY | flag)
    os.write(file, b"!")
    os.close(file)
    return time.perf_counter() - begin
    # --8<-- [end:writes]


# --8<-- [start:proof]
def until(start):
    """Seconds until a function runs where it is started: the fastest of ten."""
    begun = [(time.perf_counter(), start(time.perf_counter)) for _ in range(10)]
    return min(runs - asked for asked, runs in begun)


def computing():
    """Seconds for a sum: the fastest of 300."""
    begun = [(time.perf_counter(), sum(range(20_000)), time.perf_counter()) for _ in range(300)]
    return min(end - begin for begin, _, end in begun)


def boot_id():
    return Path("/proc/sys/kernel/random/boot_id").read_text()


inside = outside = float("inf")
for pair in range(50):
    inside, outside = min(inside, in_container(computing)), min(outside, in_child(computing))
    if pair > 3 and 0.8 < inside / outside < 1.25:
        break  # else another program got in the way of one of them: once more
first, again, emptied, copied = in_namespaces(CLONE_NEWNS, writes)
ratios = {
    "computing, container to process": inside / outside,
    "starting, container to process": until(in_container) / until(in_child),
    "writing, first time to next": first / again,
    "writing, first time to emptied": first / emptied,
}
for what, ratio in ratios.items():
    print(f"{what + ':':32} {ratio:8.1f}×")
print("boot ID of container and host:  ", "equal" if in_container(boot_id) == boot_id() else "two")
compute, begin, write_again, write_emptied = ratios.values()
assert 0.8 < compute < 1.25 and begin > 2
assert write_again > 10 < write_emptied and copied == 16 << 20
assert in_container(boot_id) == boot_id()
# --8<-- [end:proof]
