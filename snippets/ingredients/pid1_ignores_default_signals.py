"""A signal that ends or stops a process by default, as SIGTERM, is lost on process 1 of a PID
namespace unless that has prepared for it. Sent from outside, SIGKILL and SIGSTOP act all the same.
"""
# needs: pid-namespaces
# break: after(SIGTERM, CLONE_NEWPID) => after(SIGTERM, 0)
# break: in_namespaces, CLONE_NEWPID, => in_namespaces, 0,

import os
import select
import time
from signal import SIGKILL, SIGSTOP, SIGTERM, pause, signal

from snippets.linux import proc
from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.namespaces import CLONE_NEWPID, in_namespaces, member


def doze():
    while True:
        time.sleep(0.1)  # unlike pause(2) it misses no signal that came just before


# --8<-- [start:proof]
def handle():
    signal(SIGTERM, lambda *_: os._exit(0))


def after(number, flags, prepare=lambda: None, work=pause):
    """Send a signal to a process; say what became of the process within three seconds."""
    with member(flags, prepare, work) as pid:
        process = os.pidfd_open(pid)
        os.kill(pid, number)
        ended, _, _ = select.select([process], [], [], 3)
        return "ended" if ended else proc.status(pid)["State"]


ordinary = after(SIGTERM, 0)
first = after(SIGTERM, CLONE_NEWPID)
with_handler = after(SIGTERM, CLONE_NEWPID, handle, doze)
stopped, killed = after(SIGSTOP, CLONE_NEWPID), after(SIGKILL, CLONE_NEWPID)
print("SIGTERM to an ordinary process:     ", ordinary)
print("SIGTERM to process 1:               ", first)
print("SIGTERM to process 1 with a handler:", with_handler)
print("SIGSTOP to process 1:               ", stopped)
print("SIGKILL to process 1:               ", killed)
assert (ordinary, first, with_handler) == ("ended", "S (sleeping)", "ended")
assert (stopped, killed) == ("T (stopped)", "ended")
# --8<-- [end:proof]


# --8<-- [start:control]
def kill_from_inside():
    first = os.getpid()
    in_child(os.kill, first, SIGKILL)  # another process of the namespace
    os.kill(first, SIGKILL)  # process 1 itself


answer = attempt(in_namespaces, CLONE_NEWPID, kill_from_inside)
from_inside = "goes on" if answer == "ok" else "ended"
print("SIGKILL to process 1 from inside:   ", from_inside)
assert from_inside == "goes on"
# --8<-- [end:control]
