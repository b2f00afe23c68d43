"""Experiments on a real Linux host: one small program for each claim of the book.

Run one from the root of a clone, with any Python from 3.11 on:

    python3 -m snippets.process.second_bind_fails

A program names what it needs from the machine in a comment near its top,
``# needs: NAME, NAME``. This file reads that comment before the program starts. Where
something is missing, the program does not start: exit status 77 and one line that says
what is missing and how to get it.
"""

import signal
import sys
from itertools import pairwise
from pathlib import Path

from snippets import needs

UNAVAILABLE = 77  # the exit status by which test harnesses since Automake mean "skipped"


def _started_by_name() -> Path | None:
    """The program that ``python3 -m snippets.…`` was asked for, if that is how we were started."""
    for flag, name in pairwise(sys.orig_argv):
        if flag == "-m" and name.startswith("snippets."):
            program = Path(__file__).parent.parent.joinpath(*name.split(".")).with_suffix(".py")
            return program if program.is_file() else None
    return None


if program := _started_by_name():
    if sys.platform == "linux":  # who started us may ignore the end of children: it is inherited
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    source = program.read_text("utf-8")
    if "\n# needs:" in source and (reason := needs.missing(needs.declared(source))):
        print(f"{program.stem}: can't be proved here: {reason}", file=sys.stderr)
        sys.exit(UNAVAILABLE)
