"""The kernel keeps a record of its own about every process, from its creation until its parent has
collected its exit status, or has said that it never will."""
# needs: nothing
# break: resource.prlimit(pid, => resource.prlimit(os.getpid(),
# break: os.WEXITED | os.WNOWAIT => os.WEXITED
# masks: count, size

import os
import resource
import signal
from pathlib import Path

from snippets.linux.children import child
from snippets.linux.proc import status


# --8<-- [start:record]
def record(moment, pid):
    """State, limit of open files and size of memory, from the kernel's record of a process."""
    try:
        now = status(pid)
        limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
        [files] = [line.split()[3] for line in limits if line.startswith("Max open files")]
        row = now["State"], files, now.get("VmSize", "none")
    except FileNotFoundError:
        row = "no record", "", ""
    print(f"{moment:10} {row[0]:13} {row[1]:>10} {row[2]:>10}".rstrip())
    return row


# --8<-- [end:record]

# --8<-- [start:proof]
print("           state         open files     memory")
with child(signal.pause) as pid:
    os.kill(pid, signal.SIGSTOP)
    os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOWAIT)  # returns when it has stopped
    stopped = record("stopped", pid)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (64, 64))
    limited = record("limited", pid)
    assert stopped[0] == limited[0] == "T (stopped)"
    assert stopped[1] != limited[1] == "64"

    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # returns when it is dead
    killed = record("killed", pid)
    assert killed == ("Z (zombie)", "64", "none")

    os.waitpid(pid, 0)  # collects its exit status
    assert record("collected", pid) == ("no record", "", "")
# --8<-- [end:proof]
