"""Errors for people: one line that says where, what, and what to do."""

import importlib
import logging

from press.extensions import places

try:  # MkDocs prints its own errors in one line, and counts its own loggers' warnings when strict
    StopBuild: type[Exception] = importlib.import_module("mkdocs.exceptions").BuildError
    _log = importlib.import_module("mkdocs.plugins").get_plugin_logger("press")
except ImportError:  # another builder
    StopBuild = ValueError
    _log = logging.getLogger("press")


class PageError(StopBuild):  # type: ignore[misc, valid-type]
    """A page asks for something that isn't there, or says something that can't be."""


def warn(message: str) -> None:
    """Report what a preview may live with; a strict build fails."""
    _log.warning(message)


class Source:
    """A page's Markdown as its author wrote it, for naming the line where something is wrong."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.lines: list[str] = []

    def error(self, at: int | str, message: str) -> PageError:
        """An error at a line (counted from 0), or at the first line that contains a text."""
        if isinstance(at, str):
            at = next((number for number, line in enumerate(self.lines) if at in line), 0)
        return PageError(f"{self._place(at)}: {message}")

    def _place(self, line: int) -> str:
        """The page and its line, counted from 1: ``docs/en/process/memory.md:7``.

        Python-Markdown doesn't tell an extension which file it reads. So we look for it, but
        only when something has gone wrong.
        """
        source = "\n".join(self.lines).strip("\n")
        skipped = next((number for number, text in enumerate(self.lines) if text), 0)
        for path in sorted(places.pages(self.language).rglob("*.md")):
            before, found, _ = path.read_text("utf-8").partition(source)
            if found:
                return f"{path}:{before.count(chr(10)) - skipped + line + 1}"
        return f"a page of docs/{self.language}, line {line + 1}"
