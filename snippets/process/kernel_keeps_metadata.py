"""The kernel keeps a record of its own about every process, which outlasts the process itself: as a
rule it stays until the parent has collected the exit status."""
# needs: psutil
# break: prlimit(pid, => prlimit(os.getpid(),
# break: os.WEXITED | os.WNOWAIT => os.WEXITED
# masks: count, size

import os
import signal
from resource import RLIMIT_NOFILE, prlimit

import psutil

from snippets.linux.children import child


# --8<-- [start:record]
def record(moment, process):
    """State, limit of open files and size of memory, from the kernel's record of a process."""
    try:
        row = process.status(), process.rlimit(RLIMIT_NOFILE)[0], process.memory_info().vms
    except psutil.NoSuchProcess:
        print(f"{moment:10} no record")
        return None
    print(f"{moment:10} {row[0]:8} {row[1]:>12} {row[2] // 1024:>9} KiB")
    return row


# --8<-- [end:record]

# --8<-- [start:proof]
print("           state      open files        memory")
with child(signal.pause) as pid:
    process = psutil.Process(pid)
    os.kill(pid, signal.SIGSTOP)
    os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOWAIT)  # returns when it has stopped
    state, files, memory = record("stopped", process)
    fewer = files // 2
    prlimit(pid, RLIMIT_NOFILE, (fewer, fewer))
    assert record("limited", process) == (state, fewer, memory)
    assert (state, memory > 0) == ("stopped", True)

    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # returns when it is dead; collects nothing
    assert record("killed", process) == ("zombie", fewer, 0)

    os.waitpid(pid, 0)  # collects its exit status
    assert record("collected", process) is None
# --8<-- [end:proof]
