"""The walls of a container are the same in a virtual machine as outside: one script puts itself
into new namespaces, and sees the same on the host's kernel and on the guest's."""
# needs: linux-guest, user-namespaces, namespaces, pid-namespaces, fresh-proc
# break: unshare -r -m -u -p => unshare -r -m -u
# break: boot(SCRIPT) => boot(SCRIPT.replace("-u -p", "-p"))
# masks: value, count

import shutil
import subprocess
import tempfile
from pathlib import Path

from snippets.vm.guest import prepared
from snippets.vm.running import boot

# --8<-- [start:proof]
SCRIPT = """
    unshare -r -m -u -p -f sh -c '
        hostname inside; mount -t proc proc /proc; mount -t tmpfs tmpfs /tmp; touch /tmp/mine
        echo "inside, I am user $(id -u), process $$, on $(hostname)"
        kill $$; echo "after SIGTERM to process $$ these are left:" /proc/[0-9]*
        echo "my files are" /tmp/*
    '
    [ "$(hostname)" = inside ] || echo "outside, the host name is as before"
    [ -e /tmp/mine ] || echo "outside, there is no /tmp/mine"
    cut -c 1-8 /proc/sys/kernel/random/boot_id
"""
EXPECTED = """
inside, I am user 0, process 1, on inside
after SIGTERM to process 1 these are left: /proc/1
my files are /tmp/mine
outside, the host name is as before
outside, there is no /tmp/mine
"""


def on_this_kernel(script):
    with tempfile.TemporaryDirectory() as folder:
        busybox = shutil.copy(
            prepared().busybox, folder
        )  # all that the guest has besides its kernel
        Path(busybox).chmod(0o755)
        subprocess.run([busybox, "--install", "-s", folder], check=True)
        return subprocess.check_output(["sh", "-c", script], env={"PATH": folder}, text=True)


*on_host, host = on_this_kernel(SCRIPT).splitlines()
*on_guest, guest = boot(SCRIPT).splitlines()
print(*on_host, sep="\n")
print("\nin the guest:", "the same" if on_guest == on_host else "\n".join(on_guest))
print("boot IDs of host and guest:", host, guest)
assert on_host == EXPECTED.strip().splitlines()
assert on_guest == on_host and guest != host
# --8<-- [end:proof]
