"""Run the probes of ``snippets.compare.walls`` and record what they meet in ``docs/evidence``.

    python -m tests.proofs.walls [COLUMN ...]        all columns of the comparison if none is named

By root. Each column becomes a file of its own in ``docs/evidence/compare/same-probes``, sealed like
all records, with the digest of every probe as it is now; on the page an answer of an older probe
is shown as outdated.
"""

import datetime
import json
import sys
from typing import Any

from press import seal
from press.extensions import probes

from snippets.compare import walls
from tests.proofs import environment, record

FOLDER = record.EVIDENCE / "compare" / "same-probes"


def main(names: list[str]) -> int:
    if unknown := set(names) - set(walls.COLUMNS):
        known = ", ".join(walls.COLUMNS)
        print(f"walls: there is no column {min(unknown)}; there are {known}", file=sys.stderr)
        return 2
    status = 0
    for name in names or walls.COLUMNS:
        if reason := walls.missing(name):
            print(f"{name}: not recorded: {reason}", file=sys.stderr)
            status = 1
            continue
        column = walls.COLUMNS[name]
        print(f"{name} ...", flush=True)
        write(name, column.ask(column.wall))
    return status


def write(name: str, told: walls.Answers) -> None:
    """Write a column's record; one that says the same stays as it was, with its date."""
    path = FOLDER / f"{name}.json"
    digests = probes.digests()
    wall = walls.COLUMNS[name].wall.__name__
    new: dict[str, Any] = {
        "wall": name,
        "ran": wall,
        "date": None,
        "host": environment.host_facts(),
        "sha256": probes.wall_digest(wall),
        "probes": {
            probe: {
                "sha256": digests[probe],
                "answer": answer,
                "predicted": walls.PREDICTED[probe][walls.COLUMNS[name].predicted],
            }
            for probe, answer in told.items()
        },
    }
    old = seal.read(path) if path.exists() else {}
    new["date"] = old.get("date")
    if seal.digest(new) != seal.digest(old):
        new["date"] = datetime.date.today().isoformat()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(seal.sealed(new), indent=1) + "\n", "utf-8")
        print(f"wrote {path.relative_to(record.EVIDENCE.parent.parent)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
