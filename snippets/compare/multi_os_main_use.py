"""A guest runs a kernel of its own beside the host's, and may do as it likes with it, set its clock
for one; containers made as in part 3 have the host's kernel."""
# needs: linux-guest, containers
# break: boot(SCRIPT).split() => in_container(look)
# masks: value

from datetime import date

from snippets.runtime.inside import in_container
from snippets.vm.running import boot

# --8<-- [start:proof]
SCRIPT = """
    date -s 2035-01-01 > /dev/null
    echo $(cut -c 1-8 /proc/sys/kernel/random/boot_id) $(date +%Y)
"""


def look():
    with open("/proc/sys/kernel/random/boot_id") as file:
        return [file.read(8), str(date.today().year)]


guest = boot(SCRIPT).split()
host = look()
containers = [in_container(look) for _ in range(2)]
print("boot ID and year of the guest:", *guest)
print("                  of the host:", *host)
for which, container in zip(("of a", "of another"), containers, strict=True):
    print(f"{which:>19} container:", *container)
assert containers == [host] * 2
assert guest[0] != host[0]
assert guest[1] == "2035" != host[1]
# --8<-- [end:proof]
