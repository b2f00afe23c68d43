"""Take out what only a screen needs, and lay flat what only a screen can fold."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag

SHORT = 16  # letters of inline code that are never broken

# Links to the heading itself, buttons, scripts, and slots that a script would fill.
SCREEN_ONLY = "a.headerlink, button, script, style, link, template, [hidden], .no-print"

COLOURED = set(re.findall(r"\.(\w+)", Path(__file__).with_name("code.css").read_text("utf-8")))


def clean(soup: BeautifulSoup) -> None:
    """Drop what can't work on paper; everything that was folded is open."""
    for heading in soup.select(".site-only"):
        _drop_section(heading)
    for element in soup.select(SCREEN_ONLY):
        element.decompose()
    for element in soup(title=True):
        del element["title"]
    for details in soup("details"):
        _open(details)
    for block in soup("pre"):
        _code(block)
    for code in soup("code"):
        _hold_together(soup, code)


def _drop_section(heading: Tag) -> None:
    """Drop *heading*, marked `{ #its-id .site-only }` on the page, and what it stands above."""
    for element in list(heading.next_siblings):
        if isinstance(element, Tag) and "h1" <= element.name <= heading.name:
            break
        element.extract()
    heading.decompose()


def _open(details: Tag) -> None:
    summary = details.find("summary", recursive=False)
    if isinstance(summary, Tag):
        summary.name = "p"
        summary["class"] = [*summary.get("class", []), "summary"]
    details.name = "div"
    details["class"] = [*details.get("class", []), "details"]
    details.attrs.pop("open", None)


def _code(block: Tag) -> None:
    """Make *block* a box whose long lines wrap (an empty span would stop WeasyPrint from that)."""
    for span in block("span"):
        if not COLOURED & set(span.get("class", [])):
            span.unwrap()  # most of a program: a third of the time it takes to print
    block.smooth()
    code = block.find("code")
    text = block.get_text()
    block.name = "div"  # a div is tagged for screen readers, a pre is not
    block["class"] = ["code"] + (["long"] if text.count("\n") > 24 else [])
    if isinstance(code, Tag):
        code.unwrap()
    last = block.find_all(string=True)[-1]
    last.replace_with(re.sub(r"\n+$", "", str(last)))


def _hold_together(soup: BeautifulSoup, code: Tag) -> None:
    """Keep short inline code on one line, and a long path's first slash with its first word."""
    text = code.get_text()
    if len(text) <= SHORT:
        code["class"] = "whole"
    elif path := re.match(r"/[^/]+(?=/)", text):
        start = soup.new_tag("span", attrs={"class": "whole"})
        start.string = path[0]
        code.string = text[path.end() :]
        code.insert(0, start)
