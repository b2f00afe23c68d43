"""A guest takes of the host's memory only what it has touched, so several share a machine that each
would leave idle; but it brings a kernel of its own, and so takes far more than a process."""
# needs: linux-guest
# break: start(WAIT, => start("dd if=/dev/zero of=/x bs=1M count=200;" + WAIT,
# masks: size

import subprocess
from pathlib import Path

from snippets.vm.running import start

# --8<-- [start:proof]
PROMISED = 640  # MiB
WAIT = "echo waiting; read line"  # one job, for a process and for a guest


def memory(pid):
    """MiB; what is shared by several processes is divided among them. Source: proc(5), Pss."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(rollup.partition("Pss:")[2].split()[0]) / 1024


process = subprocess.Popen(["sh", "-c", WAIT], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
with start(WAIT, PROMISED) as guest:
    guest.read_until("waiting")
    small, large = memory(process.pid), memory(guest.pid)
process.communicate(b"\n")
print(f"a shell that waits, in a process: {small:5.1f} MiB")
print(f"a shell that waits, in a guest:   {large:5.1f} MiB, of {PROMISED} MiB promised")
assert 20 * small < large < PROMISED / 2
# --8<-- [end:proof]
