"""In a container the host name, the list of processes, the root directory with its /etc, and
127.0.0.1 are its own; the kernel, its boot, the memory and the CPUs are shown as the host's."""
# needs: containers
# break: in_container(look, server, waiting, asked=named) => look(server, waiting)

# --8<-- [start:proof]
import os
import socket
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.children import waiting_child
from snippets.runtime.inside import default, in_container


def look(server, waiting):
    meminfo = Path("/proc/meminfo").read_text()
    return {
        "host name": socket.gethostname(),
        "processes": str(waiting) in os.listdir("/proc"),
        "files in /etc": os.listdir("/etc"),
        "server on 127.0.0.1": attempt(socket.create_connection, server),
        "kernel release": os.uname().release,
        "boot ID": Path("/proc/sys/kernel/random/boot_id").read_text(),
        "memory": meminfo.splitlines()[0],
        "CPUs": os.cpu_count(),
        "boot command": Path("/proc/cmdline").read_text(),
    }


named = default() | {"hostname": f"not-{socket.gethostname()[:50]}"}
with socket.create_server(("127.0.0.1", 0)) as listening, waiting_child() as waiting:
    server = listening.getsockname()
    outside = look(server, waiting)
    inside = in_container(look, server, waiting, asked=named)
own = [what for what in outside if inside[what] != outside[what]]
for what in outside:
    whose = "its own" if what in own else "the host's"
    print(f"{what:20} {whose}")
assert own == ["host name", "processes", "files in /etc", "server on 127.0.0.1"]
# --8<-- [end:proof]
