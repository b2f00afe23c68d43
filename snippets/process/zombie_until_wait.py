"""A child that exits stays a zombie until its parent waits for it, unless the parent had said
beforehand that it won't."""
# needs: nothing
# break: os.WEXITED | os.WNOWAIT => os.WEXITED
# break: signal.SIG_IGN => signal.SIG_DFL

import os
import signal

from snippets.linux.proc import stat, status


def state(pid):
    """The letter by which /proc tells the state of a process, or "no entry"."""
    try:
        return stat(pid)[0]
    except (FileNotFoundError, ProcessLookupError):
        return "no entry"


def start_child():
    child = os.fork()
    if child == 0:
        os._exit(7)
    return child


# --8<-- [start:proof]
signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # the default: the end of a child does nothing
child = start_child()  # it exits at once, with status 7
os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)  # see it end, leave it
exited = state(child)
print("after exit:   ", exited)
assert exited == "Z", "an exited child should be a zombie"

memory = status(child).get("VmSize", "none")
print("its memory:   ", memory)
os.kill(child, signal.SIGKILL)
killed = state(child)
print("after SIGKILL:", killed)

_, ended = os.waitpid(child, 0)
waited = state(child)
print("after wait:   ", waited)
print("exit status:  ", os.waitstatus_to_exitcode(ended))
assert (memory, killed, waited) == ("none", "Z", "no entry")
assert os.waitstatus_to_exitcode(ended) == 7
# --8<-- [end:proof]

# --8<-- [start:control]
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # say: we shall never wait
child = start_child()
try:
    os.waitpid(child, 0)  # returns when the child has ended
    left = "an exit status"
except ChildProcessError:
    left = "nothing"
print("if ignored:   ", state(child) + ",", left, "to collect")
assert left == "nothing"
# --8<-- [end:control]
