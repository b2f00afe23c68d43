"""What runs in a container such as this one is processes of the host: the host lists them,
under numbers of its own, and can kill them."""
# needs: containers
# break: kill(first, signal.SIGKILL) => kill(first, signal.SIGTERM)
# masks: pid

# --8<-- [start:proof]
import os
import select
import signal
from pathlib import Path

from snippets.linux.children import fork
from snippets.runtime.inside import container


def inside():
    """Process 1 makes a second one; both wait."""
    if fork() == 0:
        signal.pause()


def numbers(pid):
    """Its number here, and in each PID namespace further in. Source: proc(5), NSpid."""
    status = Path(f"/proc/{pid}/status").read_text()
    return status.partition("NSpid:")[2].split("\n")[0].split()


def has_ended(pidfd):
    return bool(select.select([pidfd], [], [], 1)[0])  # readable when its process has ended


with container(prepare=inside) as first:
    children = Path(f"/proc/{first}/task/{first}/children").read_text()
    processes = [str(first), *children.split()]
    listed = [pid in os.listdir("/proc") for pid in processes]
    inner = [numbers(pid)[1] for pid in processes]
    handles = [os.pidfd_open(int(pid)) for pid in processes]
    os.kill(first, signal.SIGKILL)
    ended = [has_ended(handle) for handle in handles]
    for row in zip(processes, inner, listed, ended, strict=True):
        print("host: process {}, inside: process {}, listed: {}, ended: {}".format(*row))
assert inner == ["1", "2"] and all(listed) and all(ended)
# --8<-- [end:proof]
