"""`python -m press.book [LANGUAGE ...]`: make the PDF books, one process per language."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from press.book import pdf
from press.book.errors import BookError
from press.book.layout import document
from press.book.source import LANGUAGES, load
from press.edition import edition, seconds

ROOT = Path(__file__).parents[3]


def make(root: Path, language: str) -> Path:
    """Make one book from what the last site build left under *root*; return the PDF's path."""
    target = root / "site" / f"three-walls.{language}.pdf"
    pdf.write(document(load(root, language), edition()), target, seconds())
    return target


def _child(language: str) -> int:
    try:
        make(ROOT, language)
    except BookError as error:
        print(f"book {language}: {error}", file=sys.stderr)
        return 1
    return 0


def _parent(languages: list[str]) -> int:
    """Start one process per language; report seconds, peak memory and size of each."""
    try:
        pdf.require_pango()
        for language in languages:
            load(ROOT, language)
    except BookError as error:
        print(f"book: {error}", file=sys.stderr)
        return 1
    start = time.monotonic()
    running = {
        subprocess.Popen([sys.executable, "-m", "press.book", "--one", language]).pid: language
        for language in languages
    }
    failed = 0
    while running:
        pid, status, usage = os.wait3(0)
        language = running.pop(pid)
        failed += status != 0
        if status == 0:
            target = ROOT / "site" / f"three-walls.{language}.pdf"
            print(
                f"{target.relative_to(ROOT)}: {target.stat().st_size / 1024:.0f} KiB in "
                f"{time.monotonic() - start:.1f} s, at most {usage.ru_maxrss / 1024:.0f} MiB"
            )
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """Return the exit status: 0, or 1 after one line that says what is missing."""
    if arguments[:1] == ["--one"]:
        return _child(arguments[1])
    return _parent(arguments or list(LANGUAGES))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
