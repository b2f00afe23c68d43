"""When process 1 of a PID namespace ends, the kernel kills all other processes in it, and no new
one can begin there."""
# needs: pid-namespaces
# break: survivors(CLONE_NEWPID) => survivors(0)
# break: enter_new(CLONE_NEWPID) => enter_new(0)

import os
import select
import signal

from snippets.linux.attempt import attempt
from snippets.linux.children import fork, in_child
from snippets.linux.namespaces import CLONE_NEWPID, enter_new, member


# --8<-- [start:proof]
def survivors(flags):
    """Kill a process that has three children; ask these to answer, and count."""
    question, ask = os.pipe()
    answers, answer = os.pipe()

    def begin():
        for _ in range(3):
            if os.fork() == 0:
                os.close(ask)
                os.setsid()  # even a session of its own is no way out
                if os.read(question, 1):
                    os.write(answer, b"!")
                os._exit(0)

    with member(flags, begin) as parent:
        process = os.pidfd_open(parent)
        os.kill(parent, signal.SIGKILL)
        select.select([process], [], [])  # until it has ended
    os.write(ask, b"???")
    for end in question, ask, answer:
        os.close(end)
    with os.fdopen(answers) as every:  # until nobody is left who could answer
        return len(every.read())


in_own, in_ours = survivors(CLONE_NEWPID), survivors(0)
print("killed process 1 of a namespace, of its 3 children survive:", in_own)
print("killed another process, of its 3 children survive:         ", in_ours)
assert (in_own, in_ours) == (0, 3)
# --8<-- [end:proof]


# --8<-- [start:control]
def fork_after_the_first():
    enter_new(CLONE_NEWPID)
    first = fork()
    if first == 0:
        os._exit(0)
    os.waitpid(first, 0)
    return attempt(in_child, os.getpid)


second = in_child(fork_after_the_first)
print("process 1 has ended, a new one begins:", second)
assert second == "ENOMEM"
# --8<-- [end:control]
