"""One exercise: what it changes and asks, what came of it, and whether the reader was right."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SNIPPETS = HERE.parent
CHAPTERS = ("start", "process", "ingredients", "container", "vm", "compare")  # in reading order
SECONDS = 60
UNAVAILABLE = 77  # the exit status of a program that lacks something here


class BadExercise(Exception):
    """An exercise that can't be done as it is written; one line."""


@dataclass(frozen=True)
class Change:
    """``old`` becomes ``new`` in a file below ``snippets``."""

    file: str
    old: str
    new: str

    def apply(self, text: str) -> str:
        """The file's text after the change. Comments, such as the header, are left alone."""
        places = [
            found.start()
            for found in re.finditer(re.escape(self.old), text)
            if not text[text.rfind("\n", 0, found.start()) + 1 :].startswith("#")
        ]
        if len(places) != 1:
            raise BadExercise(f"snippets/{self.file}: '{self.old}' is there {len(places)} times")
        return text[: places[0]] + self.new + text[places[0] + len(self.old) :]


@dataclass(frozen=True)
class Exercise:
    """name: as readers call it. page: process/memory. program: snippets.process.process_has_memory.

    question, why: by language. choices: for each letter its text by language, and under ``shows``
    the pattern that the output then has; without choices ``shows`` finds the answer itself, as the
    pattern's group. answer: what it was where the exercise was written.
    """

    name: str
    page: str
    program: str
    changes: list[Change]
    question: dict[str, str]
    why: dict[str, str]
    answer: str
    shows: str = ""
    choices: dict[str, dict[str, str]] = field(default_factory=dict)

    def accepts(self, answer: str) -> bool:
        """Whether the answer is one of the choices, or anything at all if there are none."""
        return plain(answer) in self.choices if self.choices else bool(plain(answer))

    def right(self, answer: str, output: str) -> bool:
        found = self.found(output)
        return found is not None and plain(answer) == plain(found)

    def found(self, output: str) -> str | None:
        """The answer that an output gives; None if it gives none."""
        for letter, choice in self.choices.items():
            if re.search(choice["shows"], output, re.MULTILINE):
                return letter
        match = re.search(self.shows, output, re.MULTILINE) if self.shows else None
        return match[1] if match else None

    def run(self) -> tuple[int, str]:
        """Run the changed program in a copy of all programs; its exit status and output."""
        with tempfile.TemporaryDirectory(prefix="three-walls-exercise-") as folder:
            os.chmod(folder, 0o755)  # some programs become an ordinary user
            copy = Path(folder, "snippets")
            shutil.copytree(SNIPPETS, copy, ignore=shutil.ignore_patterns("__pycache__"))
            if (cache := SNIPPETS.parent / ".cache").is_dir():
                Path(folder, ".cache").symlink_to(cache)  # the guest's kernel and userland
            for change in self.changes:
                file = copy / change.file
                file.write_text(change.apply(file.read_text("utf-8")), "utf-8")
            return _run(self.program, folder)


def _run(program: str, folder: str) -> tuple[int, str]:
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # whoever runs in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        done = subprocess.run(
            [sys.executable, "-m", program],
            cwd=folder,
            env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": folder, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise BadExercise(f"{program} was not done after {SECONDS} s; try again later") from None
    return done.returncode, done.stdout.replace(f"{folder}/", "")


def plain(answer: str) -> str:
    return answer.strip(" \t\r\n`.。").casefold()


def every() -> dict[str, Exercise]:
    """All exercises by name, in reading order."""
    files = {chapter: HERE / f"{chapter}.toml" for chapter in CHAPTERS}
    return {
        name: _read(chapter, name, entry)
        for chapter, path in files.items()
        if path.exists()
        for name, entry in tomllib.loads(path.read_text("utf-8")).items()
    }


def _read(chapter: str, name: str, entry: dict[str, Any]) -> Exercise:
    file = f"{entry['program']}.py"
    changes = [Change(c.get("file", file), c["old"], c["new"]) for c in entry["change"]]
    return Exercise(
        name=name,
        page=f"{chapter}/{entry.get('page', name)}",
        program=f"snippets.{entry['program'].replace('/', '.')}",
        changes=changes,
        question=entry["question"],
        why=entry["why"],
        answer=entry["answer"],
        shows=entry.get("shows", ""),
        choices=entry.get("choices", {}),
    )
