"""Find the Python fences of a page, for Sybil, and the program behind each.

Sybil's own Markdown parser passes silently over a fence with attributes, and knows no includes.
This one takes a fence in any form that the site renders, and resolves an include with the very
extension that the site uses. ``test_completeness`` compares it with the rendered page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import markdown
import pytest
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound
from pymdownx.snippets import SnippetMissingError, SnippetPreprocessor, makeExtension
from sybil import Document, Region

from tests.proofs.evaluate import evaluate
from tests.proofs.program import EVIDENCE, ROOT, SNIPPETS, BadProgram, Program, at

OPENING = re.compile(
    r"""(?x)
    ^(?P<before> (?: [ \t] | > | [-*+][ \t] | \d+[.)][ \t] )* )  # inside lists, quotes, tabs
    (?P<fence> `{3,} | ~{3,} )
    [ ]* (?P<info> [^`\n]* ) $
    """
)
INCLUDE = re.compile(r"""^-+8<-+[ \t]+(?P<quote>["'])(?P<target>.+)(?P=quote)$""")


class BadPage(pytest.Collector.CollectError):
    """A fence that can't be run; the message is one line, ``page:line: what, and what to do``."""


@dataclass(frozen=True)
class Fence:
    """One fenced code block of a page.

    line: of its opening, counted from 1. start, end: its place in the page's text.
    language: the first word of its info string. lines: what is in it, without its indentation.
    """

    line: int
    start: int
    end: int
    language: str
    lines: list[str]

    @property
    def is_python(self) -> bool:
        """Whether the site colours it as Python: by any of the names that Pygments knows."""
        try:
            name = get_lexer_by_name(self.language).name
            return name.startswith("Python") and "Traceback" not in name
        except ClassNotFound:
            return False


@dataclass(frozen=True)
class Example:
    """What Sybil runs: a program and the part of it that the fence shows.

    section: the section's name, or None for a whole file. first, code: the shown lines and the
    number of the first of them in the program's file.
    """

    program: Program
    section: str | None
    first: int
    code: str


def fences(text: str) -> Iterator[Fence]:
    """All fenced code blocks of a page, in order."""
    opened: re.Match[str] | None = None
    body: list[str] = []
    position = started = at_line = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        bare = line.rstrip("\r\n")
        if not opened:
            if opened := OPENING.match(bare):
                started, at_line, body = position, number, []
        elif _closes(opened, bare):
            language = re.sub(r"^\{?\s*\.?([\w+#-]*).*", r"\1", opened["info"]).lower()
            yield Fence(at_line, started, position + len(bare), language, body)
            opened = None
        else:
            body.append(_without(opened["before"], bare))
        position += len(line)


def _closes(opened: re.Match[str], line: str) -> bool:
    mark = opened["fence"]
    return re.fullmatch(rf"[ \t>]*{mark[0]}{{{len(mark)},}}\s*", line) is not None


def _without(before: str, line: str) -> str:
    """A line without the indentation or quote marks that its fence stands behind."""
    width = len(before.expandtabs(4))
    expanded = line.expandtabs(4) if "\t" in line[: len(before)] else line
    head, rest = expanded[:width], expanded[width:]
    return rest if not head.strip(" >") else line.strip()


def parse(document: Document) -> Iterator[Region]:
    """Sybil's parser: one region for each Python fence. Raises BadPage."""
    page = Path(document.path)
    for fence in fences(document.text):
        if fence.is_python:
            example = _example(page, fence)
            yield Region(fence.start, fence.end, example, evaluate)


def _example(page: Path, fence: Fence) -> Example:
    shown = [line.strip() for line in fence.lines if line.strip()]
    includes = [found for line in shown if (found := INCLUDE.match(line))]
    if not includes:
        name = f"{page.stem.replace('-', '_')}_line_{fence.line}"
        code = "\n".join(fence.lines)
        text = "\n" * fence.line + code + "\n"  # so that a traceback counts as the page does
        return Example(Program(page.parent.name, name, page, text), None, fence.line + 1, code)
    if len(shown) > 1:
        raise _bad(page, fence, "an include must be alone in its fence; give each a fence")
    return _included(page, fence, includes[0]["target"])


def _included(page: Path, fence: Fence, target: str) -> Example:
    extension = _snippets()
    name, lines, section = extension.RE_SNIPPET_FILE.match(target).groups()
    path = extension.get_snippet_path(name)
    if lines:
        raise _bad(page, fence, f"'{target}' includes by line number; name a section instead")
    if path is None:
        raise _bad(page, fence, f"no file snippets/{name}; mend the name or add the program")
    program = at(Path(path))
    if program.proves:
        try:
            program.check()
        except BadProgram as error:
            raise BadPage(str(error)) from error
    first, code = _section(page, fence, program, section and section[1:])
    return Example(program, section and section[1:], first, code)


def _section(page: Path, fence: Fence, program: Program, section: str | None) -> tuple[int, str]:
    if section is None:
        return 1, program.source
    lines = program.source.splitlines()
    try:
        code = _snippets().extract_section(section, lines)
    except SnippetMissingError:
        raise _bad(
            page,
            fence,
            f"{program.where} has no section '{section}'; mark it with [start:{section}]",
        ) from None
    starts = (n for n, line in enumerate(lines, 1) if f"[start:{section}]" in line)
    return next(starts) + 1, "\n".join(code)


@cache
def _snippets() -> SnippetPreprocessor:
    """The site's include extension, set up as mkdocs.yml does."""
    extension = makeExtension(
        base_path=[str(SNIPPETS), str(EVIDENCE)], check_paths=True, dedent_subsections=True
    )
    return SnippetPreprocessor(extension.getConfigs(), markdown.Markdown())


def _bad(page: Path, fence: Fence, what: str) -> BadPage:
    shown = page.relative_to(ROOT) if page.is_relative_to(ROOT) else page
    return BadPage(f"{shown}:{fence.line}: {what}")
