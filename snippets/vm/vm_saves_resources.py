"""A guest takes of the host's memory only what it has ever touched, so several share a machine that
each would leave idle; but it brings a kernel of its own, and so takes far more than a process."""
# needs: linux-guest
# break: count=200 => count=1
# masks: size

from pathlib import Path

from snippets.vm.running import shell, start

# --8<-- [start:proof]
PROMISED = 640  # MiB
WAIT = "echo waiting; read line"  # one job, for a process and for a guest
WRITE = f"dd if=/dev/zero of=/file bs=1M count=200; {WAIT}; rm /file; {WAIT}"


def memory(pid):
    """MiB; what is shared by several processes is divided among them. Source: proc(5), Pss."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(rollup.partition("Pss:")[2].split()[0]) / 1024


process = shell(WAIT)  # the guest's shell, from the same file, as a process of the host
assert process.stdout.read(7) == b"waiting"
small, large = memory(process.pid), []
with start(f"{WAIT}; {WRITE}", PROMISED) as guest:
    for what in ("waits", "has written 200 MiB", "has removed them"):
        guest.read_until("waiting")
        large.append(memory(guest.pid))
        print(f"a guest in which a shell {what + ':':21}{large[-1]:6.1f} MiB")
        guest.type("on")
process.communicate(b"\n")
print(f"the same shell, waiting, in a process:       {small:6.1f} MiB")
waiting, written, removed = large
assert 20 * small < waiting < PROMISED / 2
assert 100 < written - waiting < 220 and removed > written - 20
# --8<-- [end:proof]
