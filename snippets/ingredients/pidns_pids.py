"""A PID namespace numbers its processes from 1 and has no numbers for those outside; outside, each
has a second number, by which it can be seen and signalled. A /proc shows the namespace it was
mounted in."""
# needs: pid-namespaces, fresh-proc
# break: CLONE_NEWPID | CLONE_NEWNS => CLONE_NEWNS
# break: attempt(mount, "proc", "/proc", "proc") => "ok"
# masks: pid, count

import os
import signal

from snippets.linux import proc
from snippets.linux.attempt import attempt
from snippets.linux.mounts import mount
from snippets.linux.namespaces import CLONE_NEWNS, CLONE_NEWPID, in_namespaces, member

NEW = CLONE_NEWPID | CLONE_NEWNS


# --8<-- [start:proof]
def listed():
    """The numbers of the processes that /proc shows."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def look(outsider):
    before = len(listed())
    answer = attempt(os.kill, outsider, 0)  # signal 0: only ask whether one may be sent
    mounted = attempt(mount, "proc", "/proc", "proc")
    return os.getpid(), os.getppid(), answer, before, mounted, listed()


number, parent, answer, before, mounted, after = in_namespaces(NEW, look, os.getpid())
print("inside, own number:", number)
print("inside, number of the parent:", parent)
print("inside, a signal to an outsider:", answer)
print("inside, processes in the old /proc:", before)
print("inside, processes in it:", len(after))
assert (number, parent, answer) == (1, 0, "ESRCH")
assert before > 1 and mounted == "ok" and after == [1]
# --8<-- [end:proof]

# --8<-- [start:control]
with member(NEW) as pid:
    numbers = proc.status(pid)["NSpid"].split()
    signal_in = attempt(os.kill, pid, signal.SIGKILL)
print("outside, the numbers of one inside: process", " and ".join(numbers))
print("outside, SIGKILL to it:", signal_in)
assert numbers == [str(pid), "1"] and pid != 1
assert signal_in == "ok"
# --8<-- [end:control]
