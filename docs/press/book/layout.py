"""Cover, imprint, contents, parts and chapters, put together into one HTML document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from press.book import fonts
from press.book.chapter import Chapter, chapter
from press.book.errors import BookError
from press.book.links import Links
from press.book.programs import whole
from press.book.source import Page, Source
from press.book.words import WORDS, Words
from press.edition import Edition

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Part:
    """A part as the navigation has it; a page outside any part makes a part without title."""

    number: str
    title: str
    chapters: tuple[Chapter, ...]


def document(source: Source, edition: Edition) -> str:
    """Return the whole book as HTML; raise BookError where a link or picture leads nowhere."""
    words = WORDS[source.language]
    links = Links(source, numbers(source))
    parts = _with_programs(_parts(source, links), words)
    body = "".join(
        [_cover(words, edition), _imprint(words, edition, source.url), _contents(words, parts)]
        + [_part(words, part, place) for place, part in enumerate(parts)]
    )
    html = (
        f'<!DOCTYPE html><html lang="{words.lang}"><head><meta charset="utf-8">'
        f"<title>{words.title}</title>"
        f'<meta name="description" content="{escape(re.sub("<br>", " ", words.subtitle))}">'
        f'<meta name="dcterms.created" content="{edition.date}">'
        f'<meta name="dcterms.modified" content="{edition.date}">'
        f'<link rel="stylesheet" href="{(HERE / "book.css").as_uri()}">'
        f"</head><body>{body}</body></html>"
    )
    links.check(html)
    if strange := fonts.missing(html):
        raise BookError(f"no font in docs/press/fonts has {' '.join(sorted(strange))}; use others")
    return html


def numbers(source: Source) -> dict[str, str]:
    """Return the number of each chapter, as 2.4, by its page's path; prefaces have none."""
    found = {}
    for name, pages in _by_part(source):
        count = 0
        for page in pages:
            if name.number and not page.worksheet:
                count += 1
                found[page.path] = f"{name.number}.{count}"
    return found


class _Name(NamedTuple):
    number: str
    title: str


def _by_part(source: Source) -> Iterator[tuple[_Name, list[Page]]]:
    for name, pages in groupby(source.pages, key=lambda page: page.part):
        numbered = re.match(r"(\d+)[\s.·、:：]*(.+)", name)
        yield _Name(*(numbered.groups() if numbered else ("", name))), list(pages)


def _parts(source: Source, links: Links) -> list[Part]:
    return [
        Part(
            *name,
            tuple(
                chapter(page, links.numbers.get(page.path, ""), bool(name.title), source, links)
                for page in pages
            ),
        )
        for name, pages in _by_part(source)
    ]


def _with_programs(parts: list[Part], words: Words) -> list[Part]:
    """Add the programs that the cards show only in part, as the last part's last chapter."""
    programs = [program for part in parts for one in part.chapters for program in one.programs]
    if not programs:
        return parts
    last = replace(parts[-1], chapters=(*parts[-1].chapters, whole(programs, words)))
    return [*parts[:-1], last]


def _cover(words: Words, edition: Edition) -> str:
    return (
        f'<section class="cover"><p class="cover-title">{words.title}</p>'
        f'<p class="cover-subtitle">{words.subtitle}</p>'
        f'<p class="cover-foot">{"<br>".join(_facts(words, edition))}</p></section>'
    )


def _facts(words: Words, edition: Edition) -> list[str]:
    made = [words.edition.format(number=edition.number), words.date(edition.date)]
    if edition.commit:
        made.append(f"<code>{edition.commit}</code>")
    facts = [" · ".join(made)]
    if edition.kernel:
        facts.append(words.proved.format(kernel=edition.kernel))
    return facts


def _imprint(words: Words, edition: Edition, url: str) -> str:
    site = f'<p><a class="external" href="{url}">{url}</a></p>' if url else ""
    return (
        f'<section class="imprint"><p class="imprint-title">{words.title}</p>'
        f'<p class="motto">{words.motto}</p>'
        + "".join(f"<p>{paragraph}</p>" for paragraph in words.imprint)
        + site
        + f'<p class="facts">{"<br>".join(_facts(words, edition))}</p></section>'
    )


def _contents(words: Words, parts: list[Part]) -> str:
    lines = []
    for number, part in enumerate(parts):
        if part.title:
            label = words.part.format(number=part.number) if part.number else ""
            lines.append(_line("toc-part", f"part-{number}", label, part.title))
        for one in part.chapters:
            lines.append(_chapter_line(part, one))
            if one.number:
                lines += [_line("toc-section", target, "", name) for target, name in one.sections]
    return f'<section class="contents"><h1>{words.contents}</h1><ol>{"".join(lines)}</ol></section>'


def _part(words: Words, part: Part, place: int) -> str:
    opener = ""
    if part.title:
        label = words.part.format(number=part.number) if part.number else ""
        chapters = "".join(_chapter_line(part, one) for one in part.chapters)
        opener = (
            f'<section class="part" id="part-{place}"><p class="part-number">{label}</p>'
            f'<h1 class="part-title">{escape(part.title)}</h1><ol>{chapters}</ol></section>'
        )
    return opener + "".join(
        f'<section class="chapter" id="{one.page.slug}">{one.html}</section>'
        for one in part.chapters
    )


def _chapter_line(part: Part, one: Chapter) -> str:
    style = "toc-chapter" if part.title else "toc-part"
    if part.number and not one.number:
        style += " toc-worksheet"
    return _line(style, one.page.slug, one.number, one.title)


def _line(style: str, target: str, number: str, title: str) -> str:
    label = f'<span class="number">{number}</span> ' if number else ""
    return f'<li class="{style}"><a href="#{target}">{label}{escape(title)}</a></li>'
