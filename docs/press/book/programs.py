"""The last chapter: the programs that the cards show only in part, from first line to last."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bs4 import BeautifulSoup

from press.book import cleaning
from press.book.cards import Program
from press.book.chapter import Chapter
from press.book.source import Page
from press.book.words import Words


def whole(programs: Iterable[Program], words: Words) -> Chapter:
    """Return a chapter with one heading and one listing for each of *programs*."""
    html = f'<h2 class="chapter-title">{words.programs}</h2><p>{words.programs_note}</p>'
    for program in programs:
        path = f"<code>{escape(program.path)}</code>"
        html += f'<h3 class="program" id="{program.anchor}">{path}</h3>{program.html}'
    soup = BeautifulSoup(html, "html.parser")
    cleaning.clean(soup)
    page = Page("programs.html", words.programs, "", False, "")
    return Chapter(page, "", words.programs, str(soup), (), ())
