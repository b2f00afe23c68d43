"""A process and a container's processes are served by the host's kernel: what it refuses is refused
to both. A guest's processes are served by a kernel of their own; the host's serves its VMM."""
# needs: linux-guest, containers, seccomp-filter
# break: return in_container(ask) => return in_guest()
# break: in_guest, EXECVE => in_guest, GETCWD

import os

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.seccomp import GETCWD, forbid, install
from snippets.runtime.inside import in_container
from snippets.vm.running import start, vmm

EXECVE = 59  # asm/unistd_64.h; only there are guests
VMM = vmm()


def ask():
    return attempt(os.getcwd)


# --8<-- [start:proof]
def in_process():
    return ask()


def inside_container():
    return in_container(ask)


def in_guest():
    """Its only program is pwd, which asks getcwd(2) and prints the answer."""
    try:
        with start("pwd", command=VMM) as guest:
            return "ok" if guest.wait() == "/\n" else "no answer"
    except EOFError:
        return "no guest"


def without(function, call):
    """Call a function while the host's kernel refuses this system call to all that it starts."""

    def filtered():
        install(forbid(call))
        return function()

    return in_child(filtered)


print("refused  process  container  guest")
getcwd = [without(where, GETCWD) for where in (in_process, inside_container, in_guest)]
print("getcwd  ", *(f"{answer:8}" for answer in getcwd))
execve = without(in_guest, EXECVE)
print("execve                      ", execve)
assert getcwd == ["EPERM", "EPERM", "ok"]
assert execve == "no guest"
# --8<-- [end:proof]
