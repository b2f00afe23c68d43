"""To a program inside, a container made as in part 3 and a virtual machine do the same: both hide
the machine's processes, host name, files and ports; but the container has the machine's kernel."""
# needs: linux-guest, containers
# break: in_container(shell) => shell()
# break: boot(script) => in_container(shell)

import os
import socket
import subprocess
from pathlib import Path

from snippets.runtime.inside import in_container
from snippets.vm.running import boot

# --8<-- [start:proof]
boot_id = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]
process = subprocess.Popen(["sh", "-c", "read line54321"], stdin=subprocess.PIPE)
TESTS = {  # what the shell asks, whoever runs it; [1] lets grep miss the question itself
    "sees a process of the machine": "grep -q 5432[1] /proc/[0-9]*/cmdline 2> /dev/null",
    "has the machine's host name": f"[ $(hostname) = {os.uname().nodename} ]",
    "sees a file of the machine": f"[ -e {__file__} ]",
    "sees a port of the machine": f"grep -q 0100007F:{port:04X} /proc/net/tcp",
    "has the machine's kernel": f"grep -q {boot_id} /proc/sys/kernel/random/boot_id",
    "sees such things of its own": """
        grep -q sh /proc/$$/cmdline && [ -n "$(hostname)" ] && [ -e /bin/sh ] &&
        grep -q local_address /proc/net/tcp && grep -q - /proc/sys/kernel/random/boot_id""",
}
script = "\n".join(f"if {test}; then echo yes; else echo no; fi" for test in TESTS.values())


def shell():
    return subprocess.check_output(["sh", "-c", script], text=True)


plain, container, guest = (run.split() for run in (shell(), in_container(shell), boot(script)))
process.communicate()
print(f"{'':30} process    container  guest")
for test, answers in zip(TESTS, zip(plain, container, guest, strict=True), strict=True):
    print(f"{test:30} {answers[0]:10} {answers[1]:10} {answers[2]}")
assert plain == ["yes"] * 6
assert container == ["no", "no", "no", "no", "yes", "yes"]
assert guest == ["no", "no", "no", "no", "no", "yes"]
# --8<-- [end:proof]
