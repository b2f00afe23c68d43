"""The host sees the system calls of a container's programs, since its own kernel carries them out;
those of a guest's programs it does not see."""
# needs: linux-guest, containers, ptrace, x86-64
# break: system_calls(boot, WORK) => system_calls(in_container, shell)
# masks: count

import subprocess

from snippets.linux.ptrace import system_calls
from snippets.runtime.inside import in_container
from snippets.vm.running import boot

MKDIR = 83  # asm/unistd_64.h
# --8<-- [start:proof]
WORK = "mkdir -p /dev/shm; cd /dev/shm; mkdir $(seq 1 100); echo directories: $(ls | wc -l)"


def shell():
    return subprocess.check_output(["sh", "-c", WORK], text=True)


# call a function, count the system calls of all threads and processes that come of it
said, calls = system_calls(in_container, shell)
print("in the container:", said.strip())
print("the host counted mkdir:", "at least 100" if calls[MKDIR] >= 100 else calls[MKDIR])
assert "directories: 100" in said and calls[MKDIR] >= 100

said, calls = system_calls(boot, WORK)
print("in the guest:", said.strip())
print("the host counted mkdir:", calls[MKDIR], "of", calls.total(), "system calls")
assert "directories: 100" in said and calls[MKDIR] == 0
# --8<-- [end:proof]
