"""A process and a container's processes are served by the host's kernel: what it refuses is refused
to both. A guest's processes are served by a kernel of their own; the host's serves its VMM."""
# needs: linux-guest, containers, seccomp-filter
# break: return in_container(pwd) => return in_guest()
# break: in_guest, EXECVE => in_guest, GETCWD

import os
import subprocess
from errno import EPERM

from snippets.linux.children import in_child
from snippets.linux.seccomp import GETCWD, forbid, install
from snippets.runtime.inside import in_container
from snippets.vm.guest import prepared
from snippets.vm.running import start, vmm

EXECVE = 59  # asm/unistd_64.h; only there are guests
VMM, BUSYBOX = vmm(), prepared().busybox.read_bytes()


def pwd():
    """Run the guest's busybox here: its pwd asks getcwd(2)."""
    with open(os.memfd_create("busybox"), "wb", buffering=0) as program:
        program.write(BUSYBOX)
        readable = os.open(f"/proc/self/fd/{program.fileno()}", os.O_RDONLY)
    path = f"/proc/self/fd/{readable}"
    words = ["busybox", "pwd"]
    done = subprocess.run(words, executable=path, pass_fds=[readable], capture_output=True)
    os.close(readable)
    if done.returncode == 0:
        return "ok"
    said = done.stderr.decode()
    return "EPERM" if f"getcwd: {os.strerror(EPERM)}" in said else said


# --8<-- [start:proof]
def in_process():
    return pwd()


def inside_container():
    return in_container(pwd)


def in_guest():
    try:
        with start("/bin/busybox pwd", command=VMM) as guest:
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
