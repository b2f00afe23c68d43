"""Apart from what starts it, an idle program takes about as much memory in a container as in a
process, and many times as much in a guest, which brings a kernel; the more the program itself
needs, the less that counts."""
# needs: linux-guest, containers
# break: NEED = 200 => NEED = 2
# break: status(pid)["Name"] in ("sh", "dd") => True
# masks: size

# --8<-- [start:program]
import subprocess
import sys

from snippets.linux.memory import pss
from snippets.linux.proc import descendants, status
from snippets.measure.promised import taken
from snippets.vm.running import start

NEED = 200  # MiB that the program holds in the end: dd reads them, and gets rid of one byte
PROGRAM = f"""
    exec 3<&0; echo idle; read line
    dd if=/dev/zero bs={NEED}M count=1 2>/dev/null |
        (head -c 1 >/dev/null; echo full; read line <&3)
"""
# --8<-- [end:program]


# --8<-- [start:proof]
def of_commands(*starter):
    """MiB of all shells and dd that a command starts, and of the rest: idle, and full."""
    pipe = subprocess.PIPE
    with subprocess.Popen([*starter, "sh", "-c", PROGRAM], stdin=pipe, stdout=pipe) as running:
        for line in (b"idle\n", b"full\n"):
            assert running.stdout and running.stdin and running.stdout.readline() == line
            pids = descendants({running.pid})
            program = {pid for pid in pids if status(pid)["Name"] in ("sh", "dd")}
            yield pss(program), pss(pids - program)
            running.stdin.write(b"go on\n")
            running.stdin.flush()


process = list(of_commands())
container = list(of_commands(sys.executable, "-m", "snippets.container.run"))
guest = []
with start(PROGRAM, 640) as vmm:
    for line in ("idle", "full"):
        vmm.read_until(f"{line}\n")
        memory = taken(vmm.pid, promised=640)  # of the guest; the rest is the VMM's own
        guest.append((memory, pss([vmm.pid]) - memory))
        vmm.type("go on")
for place, found in {"process": process, "container": container, "guest": guest}.items():
    for state, (inside, around) in zip(("idle", "full"), found, strict=True):
        print(f"{place}, {state}:".ljust(16), f"{inside:6.1f} MiB, around it {around:5.1f} MiB")
(process_idle, _), (container_idle, container_full) = process[0], [each for each, _ in container]
guest_idle, guest_full = [each for each, _ in guest]
assert container_idle < 3 * process_idle and guest_idle > 20 * container_idle
assert guest_full < 3 * container_full
# --8<-- [end:proof]
