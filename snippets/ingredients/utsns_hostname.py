"""A UTS namespace has its own host name and NIS domain name; the kernel's name, release and version
stay what they are, for it is the same kernel."""
# needs: namespaces
# break: in_namespaces(CLONE_NEWUTS => in_namespaces(0
# masks: kernel

import os
import socket
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.libc import call
from snippets.linux.namespaces import CLONE_NEWUTS, enter_new, in_namespaces

NAMES = ["hostname", "domainname", "ostype", "osrelease", "version"]

# A namespace of this program's own plays the machine's, so that nothing here can rename that.
enter_new(CLONE_NEWUTS)


# --8<-- [start:proof]
def rename(host, domain):
    """Change both names; ask to change the kernel's release; return what the kernel then says."""
    socket.sethostname(host)
    call("setdomainname", domain, len(domain))
    return look() | {"write": attempt(os.open, "/proc/sys/kernel/osrelease", os.O_WRONLY)}


def look():
    return {name: Path("/proc/sys/kernel", name).read_text().strip() for name in NAMES}


rename("outside", "old.example")
inside = in_namespaces(CLONE_NEWUTS, rename, "inside", "new.example")
outside = look()

print("            outside             inside")
for name in NAMES[:4]:
    print(f"{name:11} {outside[name]:19} {inside[name]}")
print("to change osrelease, inside:   ", inside["write"])
assert (inside["hostname"], outside["hostname"]) == ("inside", "outside")
assert (inside["domainname"], outside["domainname"]) == ("new.example", "old.example")
assert all(inside[name] == outside[name] for name in ("ostype", "osrelease", "version"))
assert inside["write"] == "EACCES"
# --8<-- [end:proof]
