"""An idle program takes about as much memory in a container as in a process, and many times as
much in a guest, which brings a kernel; the more the program itself needs, the less that counts."""
# needs: linux-guest, containers
# break: NEED = 200 => NEED = 2
# masks: size

# --8<-- [start:program]
import subprocess
import sys

from snippets.linux.memory import pss
from snippets.linux.proc import descendants, status
from snippets.vm.running import start

NEED = 200  # MiB that the program holds in the end; dd reads them and finds no taker for the rest
PROGRAM = f"""
    exec 3<&0; echo idle; read line
    dd if=/dev/zero bs={NEED}M count=1 2>/dev/null |
        (head -c 1 >/dev/null; echo full; read line <&3)
"""
# --8<-- [end:program]


# --8<-- [start:proof]
def of_commands(*starter):
    """MiB of all shells and dd that a command starts: idle, and full."""
    pipe = subprocess.PIPE
    with subprocess.Popen([*starter, "sh", "-c", PROGRAM], stdin=pipe, stdout=pipe) as running:
        for line in (b"idle\n", b"full\n"):
            assert running.stdout and running.stdin and running.stdout.readline() == line
            pids = descendants({running.pid})
            yield pss(pid for pid in pids if status(pid)["Name"] in ("sh", "dd"))
            running.stdin.write(b"go on\n")
            running.stdin.flush()


process = list(of_commands())
container = list(of_commands(sys.executable, "-m", "snippets.container.run"))
with start(PROGRAM, 640) as running:
    guest = []
    for line in ("idle", "full"):
        running.read_until(f"{line}\n")
        guest.append(pss([running.pid]))
        running.type("go on")
for place, (idle, full) in {"process": process, "container": container, "guest": guest}.items():
    print(f"{place + ':':10} {idle:6.1f} MiB idle, {full:6.1f} MiB full")
assert container[0] < 5 * process[0] and guest[0] > 20 * container[0]
assert guest[1] < 5 * container[1]
# --8<-- [end:proof]
