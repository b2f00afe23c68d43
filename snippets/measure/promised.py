"""The memory of a guest, seen from outside: one mapping of its VMM."""

import re
from pathlib import Path


def taken(pid: int, promised: int) -> float:
    """MiB of RAM behind the memory that a VMM promised its guest.

    That is the smallest mapping in which the guest's memory fits and from which the VMM runs no
    code. promised: MiB. Raises ValueError if there is none. Source: proc(5), /proc/pid/smaps.
    """
    smaps = Path(f"/proc/{pid}/smaps").read_text()
    entries = re.split(r"^(?=[0-9a-f]+-[0-9a-f]+ )", smaps, flags=re.MULTILINE)[1:]
    writable = [entry for entry in entries if entry.split(maxsplit=2)[1].startswith("rw-")]
    sizes = [re.findall(r"^(?:Size|Rss): +(\d+) kB$", entry, re.MULTILINE) for entry in writable]
    fitting = [(int(size), int(rss)) for size, rss in sizes if int(size) >= promised << 10]
    return min(fitting)[1] / 1024
