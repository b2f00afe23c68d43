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

host = subprocess.Popen("cat", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
with start("read line; echo I can read: $line") as beside, start(f"{PANIC}; {CRASH}") as guest:
    last_words = guest.read_until("Kernel panic - ") and guest.read_until("\n")
    ended = guest.ends(before="end Kernel panic")  # which a kernel says that stops for ever
    beside.type("hello")
    answer = beside.wait()
echo, _ = host.communicate("a process of the host reads, too")
reading = re.search("I can read: .*", answer)
print("the guest's last words:", last_words)
print("its VMM:", "ended" if ended else "runs")
print("the guest beside:", reading[0] if reading else "nothing")
print("the host:", echo)
assert reading and echo.endswith("reads, too") and ended
# --8<-- [end:proof]
