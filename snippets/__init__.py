"""Experiments on a real Linux host: one small program for each claim of the book.

Run one from the root of a clone, with any Python from 3.11 on:

    python3 -m snippets.process.second_bind_fails

A program names what it needs from the machine in a comment near its top,
``# needs: NAME, NAME``. This file reads that comment before the program starts. Where
something is missing, the program does not start: exit status 77 and one line that says
what is missing and how to get it.
"""

import sys

UNAVAILABLE = 77  # the exit status by which test harnesses since Automake mean "skipped"


def _started_by_name() -> str | None:
    """The program that ``python3 -m snippets.…`` was asked for, if that is how we were started."""
    for flag, name in zip(sys.orig_argv, sys.orig_argv[1:], strict=False):
        if flag == "-m" and name.startswith("snippets."):
            return name
    return None


def _source(module: str) -> str:
    """The text of a module of this package, or nothing. No import that a command would wait for."""
    path = module.removeprefix("snippets").replace(".", "/")
    try:
        with open(f"{__path__[0]}{path}.py", encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


if (program := _started_by_name()) and "\n# needs:" in (source := _source(program)):
    import signal

    from snippets import needs

    if sys.platform == "linux":  # who started us may ignore the end of children: it is inherited
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if reason := needs.missing(needs.declared(source)):
        print(f"{program.rpartition('.')[2]}: can't be proved here: {reason}", file=sys.stderr)
        sys.exit(UNAVAILABLE)
