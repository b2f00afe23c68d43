"""A time namespace shifts the clocks that count from boot, CLOCK_MONOTONIC and CLOCK_BOOTTIME;
CLOCK_REALTIME, the time of day, is one for all."""
# needs: time-namespaces
# break: return in_child(look), => return look(),

import time
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.namespaces import CLONE_NEWTIME, enter_new, shift_clocks

# --8<-- [start:proof]
DAY = 24 * 60 * 60  # seconds


def look():
    uptime, _idle = Path("/proc/uptime").read_text().split()
    return {
        "CLOCK_REALTIME": time.clock_gettime(time.CLOCK_REALTIME),
        "CLOCK_MONOTONIC": time.clock_gettime(time.CLOCK_MONOTONIC),
        "CLOCK_BOOTTIME": time.clock_gettime(time.CLOCK_BOOTTIME),
        "/proc/uptime": float(uptime),
    }


def look_in_the_future():
    enter_new(CLONE_NEWTIME)
    shift_clocks(monotonic=10 * DAY, boottime=1000 * DAY)
    realtime = attempt(Path("/proc/self/timens_offsets").write_text, f"realtime {DAY} 0\n")
    return in_child(look), realtime  # only children are in the new namespace


here, (there, realtime) = look(), in_child(look_in_the_future)
ahead = {clock: round((there[clock] - here[clock]) / DAY) for clock in here}
for clock, days in ahead.items():
    print(f"{clock:15} {days:4} days ahead")
print("to shift CLOCK_REALTIME too:", realtime)
assert realtime == "EINVAL"
assert list(ahead.values()) == [0, 10, 1000, 1000]
# --8<-- [end:proof]
