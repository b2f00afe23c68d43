"""Two guests on one host run two kernels besides the host's, and each may do as it likes with its
own, set its clock for one; all containers of a host have the host's kernel."""
# needs: linux-guest, containers
# break: date -s => echo
# masks: value

from datetime import datetime

from snippets.runtime.inside import in_container
from snippets.vm.running import start


# --8<-- [start:proof]
def boot_id():
    with open("/proc/sys/kernel/random/boot_id") as file:
        return file.read(8)


def look(year):
    return f"""
        date -s {year}-01-01 > /dev/null
        read line    # until both of them run
        echo $(cut -c 1-8 /proc/sys/kernel/random/boot_id) $(date +%Y)
    """


with start(look(2001), 96) as first, start(look(2035), 96) as second:
    answers = []
    for guest in (first, second):
        guest.type("go")
        answers.append(guest.wait().split()[-2:])
host = [boot_id(), str(datetime.now().year)]
containers = [in_container(boot_id) for _ in range(2)]
print("boot ID and year of the host:", *host)
print("           of the first guest:", *answers[0])
print("          of the second guest:", *answers[1])
print("   boot IDs of two containers:", *containers)
assert containers == [host[0]] * 2
assert len({host[0], answers[0][0], answers[1][0]}) == 3
assert [answers[0][1], answers[1][1]] == ["2001", "2035"] and host[1] not in ("2001", "2035")
# --8<-- [end:proof]
