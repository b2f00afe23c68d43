"""The boot on page 4.4: what its card prints and what its picture counts, of one and the same run.

    python -m tests.vm.boot_record              writes both into docs/evidence/vm

It happens in an emulated machine, for it needs a KVM that can run Linux.
"""

import json

from press import seal

from snippets.vm import guest
from tests.guests import archives, machine
from tests.proofs.program import EVIDENCE, ROOT, named

CLAIM = named("python-vmm-boots-linux")
COUNTS = EVIDENCE / "vm" / "booting-linux-exits.json"
# The program as it is; what it counted is left in a variable when it has ended.
SCRIPT = f"""
import json, runpy, sys
sys.stdout = open("/dev/ttyS1", "w", buffering=1)
left = runpy.run_module("{CLAIM.module}", run_name="__main__")
print(json.dumps(left["exits"].rows()))
"""


def main() -> None:
    folder = guest.CACHE.relative_to(ROOT)
    files = {
        f"{folder}/{path.name}": (archives.FILE, path.read_bytes())
        for path in (*guest.prepared(), guest.CACHE / "SHA256SUMS")
    }
    files["record.py"] = archives.FILE, SCRIPT.encode()
    more = archives.in_folder("walls", files)
    run = machine.run("PYTHONPATH=. python3 record.py", more=more, cpus=1, time_limit=400)
    *printed, counts = run.report.splitlines(keepends=True) or [""]
    if not counts.startswith("[["):
        raise SystemExit(f"boot_record: no report: {run.report}\n{run.boot.log[-2000:]}")
    CLAIM.record.write_text("".join(printed), "utf-8")
    rows = ",\n".join(f" {json.dumps(row)}" for row in json.loads(counts))
    COUNTS.write_text(f"[\n{rows}\n]\n", "utf-8")
    seal.note(EVIDENCE, CLAIM.record, COUNTS)
    print("".join(printed), end="")


if __name__ == "__main__":
    main()
