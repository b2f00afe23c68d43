"""`fork` creates a process; `execve` replaces the program in one that exists, and its ID stays."""
# needs: nothing
# break: os.execv("/bin/sh" => os.spawnv(os.P_WAIT, "/bin/sh"
# masks: pid

import os
import socket
from pathlib import Path


def program(pid):
    same = Path(f"/proc/{pid}/exe").samefile("/proc/self/exe")
    return "the parent's program" if same else "another program"


# --8<-- [start:proof]
def say_pid():
    os.write(1, b"%d\n" % os.getpid())
    os.read(0, 1)  # go on when told to


ours, theirs = socket.socketpair()  # a line between parent and child
child = os.fork()
if child == 0:  # two processes return from fork; the new one gets 0
    ours.close()
    os.dup2(theirs.fileno(), 0)  # its end of the line becomes its input, number 0,
    os.dup2(theirs.fileno(), 1)  # and its output, number 1
    say_pid()
    try:
        os.execv("/no/such/program", ["sh"])
    except FileNotFoundError:
        say_pid()
    os.execv("/bin/sh", ["sh", "-c", "echo $$; read line"])  # $$: its own PID
    os._exit(1)  # only the broken program comes here
theirs.close()

print(f"{'the parent':<20} PID {os.getpid()}")
seen = []
for moment in ("after fork", "after a failed exec", "after exec"):
    pid = int(ours.recv(100))
    seen.append((pid == child, program(child)))
    print(f"{moment:<20} PID {pid}: {program(child)}")
    ours.send(b"\n")
os.waitpid(child, 0)
assert seen == [(True, "the parent's program")] * 2 + [(True, "another program")]
# --8<-- [end:proof]
