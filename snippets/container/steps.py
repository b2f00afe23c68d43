"""The container step by step: ``python3 -m snippets.container.steps [N [CMD ...] | --diff N]``.

Without arguments: what the probes meet at each step, as a table, and what each step changed.
N [CMD ...]: run a program, or a shell, in the container of step N.
--diff N: the lines that step N adds to the program of the step before.
"""

import os
import sys

from snippets.runtime import spec, start, steps
from snippets.runtime.command import say


def main(arguments: list[str]) -> None:
    if not arguments:
        told = steps.answers()
        print(f"{steps.table(told)}\n\n{steps.changes(told)}")
    elif arguments[0] == "--diff" and len(arguments) == 2 and _step(arguments[1]):
        print(steps.diff(int(arguments[1])))
    elif _step(arguments[0]):
        asked, chosen = steps.program(int(arguments[0]))
        asked["process"]["args"] = arguments[1:] or ["sh"]
        try:
            os._exit(start.run(asked, None, chosen=chosen, say=say))
        except (start.Failed, spec.BadSpec) as problem:
            sys.exit(f"three-walls: {problem}")
    else:
        sys.exit(__doc__)


def _step(text: str) -> bool:
    return text.isdigit() and int(text) < len(steps.STEPS)


if __name__ == "__main__":
    main(sys.argv[1:])
