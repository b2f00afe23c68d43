"""What one example comes to: proved, can't be proved here (with the reason), or refuted."""

import re
from pathlib import Path
from unittest import SkipTest

import sybil

from tests.proofs import session
from tests.proofs.program import ROOT, Program
from tests.proofs.runner import Outcome


def evaluate(example: sybil.Example) -> str | None:
    """Sybil's evaluator: None if the program behind the example proved its claim.

    Returns what failed and where, or raises SkipTest with the reason why it can't be proved here.
    """
    program = example.parsed.program
    outcome = session.runner().submit(program).result()
    if reason := outcome.unavailable:
        session.result(program, "unavailable", reason)
        raise SkipTest(f"{program.claim} can't be proved here: {reason}")
    if message := refutation(outcome):
        session.result(program, "refuted", message.splitlines()[0])
        return message
    session.result(program, "proved", "")
    return None


def refutation(outcome: Outcome) -> str | None:
    """What is wrong with a run, in as many lines as it takes; None if nothing is."""
    program = outcome.program
    typed = program.text is not None
    place = str(shorten(program.path)) if typed else program.where
    if outcome.line:
        place += f":{outcome.line}"
    if problem := outcome.problem:
        details = [f"{place}: {problem}", *_indented(_readable(outcome))]
    elif program.proves and (differs := outcome.unlike(program.record)):
        details = [
            f"{program.where}: it printed something else than its record, "
            f"{shorten(program.record)}",
            *_indented(differs),
            "if the new output is right: make record",
        ]
    else:
        return None
    if not typed:
        details += [f"shown on {', '.join(shown_on(program))}"]
        details += [f"run it alone: python3 -m {program.module}"]
    return "\n".join(details)


def shown_on(program: Program, docs: Path = ROOT / "docs") -> list[str]:
    """Where the pages of all languages show a program: ``docs/en/process/memory.md:42``, …"""
    mark = f'8<-- "{program.chapter}/{program.name}.py'
    return [
        f"{shorten(page)}:{number}"
        for page in sorted(docs.glob("*/**/*.md"))
        for number, line in enumerate(page.read_text("utf-8").splitlines(), 1)
        if mark in line
    ]


def shorten(path: Path) -> Path:
    """The path from the root of the repository, if it is in there."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def cited(text: str) -> list[str]:
    """The claims of a page that are cited instead of run."""
    cards = re.findall(r"^/// claim \| ([\w-]+)\n((?:[ ]{4}.*\n)*)", text, re.MULTILINE)
    return [claim for claim, options in cards if re.search(r"^\s+proof: cite$", options, re.M)]


def _readable(outcome: Outcome) -> str:
    """A traceback with the program's name in it instead of a temporary file's."""
    name = outcome.program.name
    return re.sub(rf'File "[^"]*/{name}\.py"', f'File "{outcome.program.where}"', outcome.stderr)


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.splitlines()]
