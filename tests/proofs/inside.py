"""Run the programs here, as whoever we are, and write what came of each as a line of JSON.

    python3 -m tests.proofs.inside FILE [CLAIM ...]        all claims if none is named

For places that have no more than Python and psutil: guests, containers. The last lines are what the
place is, and what had to be said about the host. ``environments`` reads them. A program that
fails is run once more when all others have ended; that it took two is told.
"""

import json
import sys
from typing import Any

from tests.proofs import environment
from tests.proofs.entries import entry
from tests.proofs.program import every, named
from tests.proofs.runner import Runner

LIMIT = 180  # seconds for a program; an emulator may be 50 times slower than its host


def main(file: str, names: list[str]) -> None:
    with open(file, "a", encoding="utf-8", buffering=1) as report:

        def say(**what: Any) -> None:
            print(json.dumps(what), file=report)

        programs = [named(name) for name in names] if names else every()
        runner = Runner(environment.here(), LIMIT)
        programs.sort(key=lambda program: program.alone)
        for program in programs:
            runner.submit(program)
        failed = []
        for program in programs:
            outcome = runner.submit(program).result()
            if outcome.problem and not outcome.unavailable:
                failed.append(outcome)
            else:
                say(claim=program.claim, entry=entry(program, outcome), errors=[])
        for first in failed:  # an emulator on a busy host may stand still: once more, alone
            outcome = runner.run(first.program)
            printed = [*outcome.stdout.splitlines()[-6:], *outcome.stderr.splitlines()[-12:]]
            say(
                claim=first.program.claim,
                entry=entry(first.program, outcome),
                errors=printed if outcome.problem else [],
                first=first.problem,
            )
        say(host=environment.host_facts(), notes=runner.close(culprits=False))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
