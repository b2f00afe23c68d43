"""When a guest's kernel panics, that guest and its VMM end; the host's kernel and the guest beside
it go on."""
# needs: linux-guest
# break: echo c > /proc/sysrq-trigger => echo nothing

import re
from pathlib import Path

from snippets.vm.running import start

# --8<-- [start:proof]
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")  # random, new each time a kernel starts
CRASH = "echo c > /proc/sysrq-trigger"  # asks the kernel to panic, for a test

before = BOOT_ID.read_text()
with start("read line; echo I can read: $line") as beside, start(CRASH) as guest:
    last_words = guest.wait()
    beside.type("hello")
    answer = beside.wait()
panic = re.search("Kernel panic - .*", last_words)
reading = re.search("I can read: .*", answer)
same = BOOT_ID.read_text() == before
print("the guest:       ", panic[0] if panic else "no panic")
print("its VMM:          ended with status", guest.status)
print("the guest beside:", reading[0] if reading else "nothing")
print("the host:        ", "still the same boot" if same else "another boot")
assert panic and guest.status == 0 and reading and same
# --8<-- [end:proof]
