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
from subprocess import PIPE, Popen

from snippets.linux.proc import status


# --8<-- [start:record]
def record(pid):
    """State, most files it may open, size of its address space: from the kernel's record."""
    try:
        now = status(pid)
        limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
    except FileNotFoundError:
        return "no record", "", ""
    [files] = [line.split()[3] for line in limits if line.startswith("Max open files")]
    return now["State"], files, now.get("VmSize", "none")


# --8<-- [end:record]

# --8<-- [start:proof]
seen = {}
with Popen("cat", stdin=PIPE) as child:
    pid = child.pid
    child.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOWAIT)  # returns when it has stopped
    seen["stopped"] = record(pid)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (64, 64))
    seen["limited"] = record(pid)
    child.kill()
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # returns when it is dead
    seen["killed"] = record(pid)
    child.wait()  # collects its exit status
    seen["collected"] = record(pid)

print("           state         open files     memory")
for moment, (state, files, memory) in seen.items():
    print(f"{moment:10} {state:13} {files:>10} {memory:>10}")
states = [state for state, _, _ in seen.values()]
assert states == ["T (stopped)", "T (stopped)", "Z (zombie)", "no record"]
assert seen["stopped"][1] != seen["limited"][1] == seen["killed"][1] == "64"
assert seen["limited"][2] != seen["killed"][2] == "none"
# --8<-- [end:proof]
