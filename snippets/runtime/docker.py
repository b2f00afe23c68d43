"""What Docker's default adds to and takes from runc's: capabilities, and a list of system calls.

    python3 -m snippets.runtime.docker FILE

counts a seccomp profile in Docker's format, such as the published one, ``seccomp/default.json`` of
github.com/moby/profiles. COUNTED is what that gave on 2026-05-06 (commit 3c2832431473) for x86-64
and the 362 system calls that the headers of Linux 6.1 know.
"""

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

# Source: github.com/moby/moby, daemon/pkg/oci/caps/defaults.go.
CAPABILITIES = (
    *("AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD"),
    *("NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"),
)
COUNTED = {"allowed": 292, "allowed with some arguments": 3, "refused": 67}

Sets = dict[str, set[str]]


def sort(profile: dict, calls: Iterable[str], machine: str = "amd64") -> Sets:
    """System calls by what a profile does to them in a container with Docker's capabilities.

    profile: the contents of a default.json. calls: names of all system calls there are.
    A rule holds if the container has its capabilities, is on its machine, and is not excluded.
    """
    has = {f"CAP_{name}" for name in CAPABILITIES}
    free: set[str] = set()
    some: set[str] = set()
    for rule in profile["syscalls"]:
        includes, excludes = rule.get("includes", {}), rule.get("excludes", {})
        if not set(includes.get("caps", [])) <= has or set(excludes.get("caps", [])) & has:
            continue
        if machine not in includes.get("arches", [machine]) + excludes.get("arches", []):
            continue
        if machine in excludes.get("arches", []) or rule["action"] != "SCMP_ACT_ALLOW":
            continue
        (some if rule.get("args") else free).update(rule["names"])
    every = set(calls)
    return {
        "allowed": free & every,
        "allowed with some arguments": (some - free) & every,
        "refused": every - free - some,
    }


def calls_of(header: Path) -> list[str]:
    """The system calls that a header such as asm/unistd_64.h numbers."""
    return re.findall(r"^#define __NR_(\w+) \d+$", header.read_text(), re.MULTILINE)


def main(path: str) -> None:
    [header] = Path("/usr/include").glob("x86_64*/asm/unistd_64.h")
    for name, calls in sort(json.loads(Path(path).read_text()), calls_of(header)).items():
        print(f"{name}: {len(calls)}")
        if name != "allowed":
            print(f"  {' '.join(sorted(calls))}")


if __name__ == "__main__":
    main(sys.argv[1])
