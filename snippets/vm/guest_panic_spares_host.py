"""A panic of a guest's kernel stays in that guest: with `panic=-1` its VMM ends, and the guest
beside it and the host's processes go on."""
# needs: linux-guest
# break: echo -1 > => echo 0 >

import re
import subprocess

from snippets.vm.running import start

# --8<-- [start:proof]
PANIC = "echo -1 > /proc/sys/kernel/panic"  # like panic=-1: restart at once; 0 is: stop for ever
CRASH = "echo c > /proc/sysrq-trigger"  # asks the kernel to panic, for a test


def ending(guest):
    """How its VMM ended; "it runs" if the kernel said what it says before it stops for ever."""
    try:
        guest.read_until("end Kernel panic")
    except EOFError:
        guest.wait()
    return "it runs" if guest.status is None else f"it ended with status {guest.status}"


host = subprocess.Popen("cat", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
with start("read line; echo I can read: $line") as beside, start(f"{PANIC}; {CRASH}") as guest:
    last_words = guest.read_until("Kernel panic - ") and guest.read_until("\n")
    vmm = ending(guest)
    beside.type("hello")
    answer = beside.wait()
echo, _ = host.communicate("a process of the host reads, too")
reading = re.search("I can read: .*", answer)
print("the guest's last words:", last_words)
print("its VMM:", vmm)
print("the guest beside:", reading[0] if reading else "nothing")
print("the host:", echo)
assert reading and echo.endswith("reads, too") and vmm == "it ended with status 0"
# --8<-- [end:proof]
