"""Fetch what the machines are made of, if it is not here yet.

python3 -m tests.guests [VERSION ...]        the kernels that the tests use if none is named
"""

import sys

from snippets.vm.debian import Failed
from tests.guests import kernels, system

USED_BY_TESTS = ["6.1", "6.12"]


def main(versions: list[str]) -> int:
    unknown = set(versions) - set(kernels.RELEASES)
    if unknown:
        known = ", ".join(kernels.RELEASES)
        print(f"guests: no kernel is called {min(unknown)}; there are {known}", file=sys.stderr)
        return 2
    try:
        for version in versions or USED_BY_TESTS:
            print(f"Linux {version}: {kernels.kernel(version).package}", flush=True)
        print(f"a small Debian ({system.RELEASE}): {system.system().stat().st_size >> 20} MiB")
    except Failed as problem:
        print(f"guests: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
