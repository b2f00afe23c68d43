"""What a record says about one program's run."""

from typing import Any

from tests.proofs.program import Program
from tests.proofs.runner import Outcome


def entry(program: Program, outcome: Outcome) -> dict[str, Any]:
    """One claim's lines in an environment's record."""
    result, reason = "proved", None
    if outcome.unavailable:
        result, reason = "unavailable", outcome.unavailable
    elif outcome.problem:
        result, reason = "refuted", outcome.problem
    return {
        "program": f"{program.chapter}/{program.name}",
        "sha256": program.sha256,
        "result": result,
        "reason": reason,
        "seconds": round(outcome.seconds, 2),
    }
