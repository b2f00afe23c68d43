"""An ordinary process sees that another user's process exists and what it is called, but not its
environment or memory: what is listed is not always readable."""
# needs: another-users-process
# break: other = 1 => other = os.getpid()
# masks: count

import os
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.credentials import become_ordinary_user

become_ordinary_user()

# --8<-- [start:proof]
other = 1  # the first process, which is root's


def look(process, *names):
    """Open these files of a process in /proc; print and return how that went."""
    answers = [attempt(Path(f"/proc/{process}/{name}").open) for name in names]
    for name, answer in zip(names, answers, strict=True):
        print(f"  {name:8} {answer}")
    return set(answers)


processes = [int(name) for name in os.listdir("/proc") if name.isdigit()]
print(f"{len(processes)} processes are listed. Of the first one:")
assert other in processes
assert look(other, "status", "cmdline", "cgroup", "limits") == {"ok"}
assert look(other, "environ", "maps", "mem") == {"EACCES"}
# --8<-- [end:proof]

# --8<-- [start:control]
print("Of this one:")
assert look(os.getpid(), "environ", "maps", "mem") == {"ok"}
# --8<-- [end:control]
