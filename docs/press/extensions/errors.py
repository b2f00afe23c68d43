"""Errors for people: one line that says where, what, and what to do."""

import logging

from press.extensions import places

try:
    from mkdocs.exceptions import BuildError as StopBuild  # printed as one line, no traceback
    from mkdocs.plugins import get_plugin_logger  # its warnings count in strict mode

    _log: logging.LoggerAdapter | logging.Logger = get_plugin_logger("press")
except ImportError:  # another builder
    StopBuild = ValueError
    _log = logging.getLogger("press")


class PageError(StopBuild):  # type: ignore[misc, valid-type]
    """A page asks for something that isn't there, or says something that can't be."""


def warn(message: str) -> None:
    """Report what a preview may live with; a strict build fails."""
    _log.warning(message)


def place(language: str, source: str, line: int = 0) -> str:
    """Name the page with this source, and the line (counted from 0) in it: ``docs/en/x.md:7``.

    Python-Markdown doesn't tell an extension which file it reads. So we look for it, but only
    when something has gone wrong.
    """
    for path in sorted(places.pages(language).rglob("*.md")):
        text = path.read_text("utf-8")
        before, found, _ = text.replace("\r\n", "\n").partition(source.strip())
        if found:
            skipped = len(source) - len(source.lstrip("\n"))
            return f"{path}:{before.count(chr(10)) - skipped + line + 1}"
    return f"a page of docs/{language}, line {line + 1}"


def line_of(source: str, text: str) -> int:
    """The first line (counted from 0) of ``source`` that contains ``text``; else 0."""
    for number, line in enumerate(source.split("\n")):
        if text in line:
            return number
    return 0
