"""The home page lists all pages of the book, as the navigation has them."""

import re
from itertools import zip_longest

import pytest
import yaml
from press.extensions.contents import NAVIGATION

from tests.site import report
from tests.site.page import DOCS, LANGUAGES, ROOT, read

HOME = "index.md"
LINK = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<path>[^)]+)\)$")
PART = re.compile(r"^(?P<title>\S.*)[:：]$")


class Loader(yaml.SafeLoader):
    """Reads a configuration without doing what its tags ask for."""


Loader.add_multi_constructor("", lambda *_: None)


def navigation(language: str) -> list[str]:
    """Each part, and below it each of its pages, worksheets included."""
    found: list[str] = []
    text = (ROOT / NAVIGATION[language]).read_text("utf-8")
    for entry in yaml.load(text, Loader)["nav"]:
        for part, inside in entry.items():
            if inside != HOME:
                found.append(part)
                found += [f"{title} ({path})" for page in inside for title, path in page.items()]
    return found


def listed(language: str) -> list[str]:
    """The same, from the list on the home page."""
    [section] = [s for s in read(DOCS / language / HOME).sections if s.id == "all-pages"]
    found = []
    for line in section.lines:
        if link := LINK.match(line.text):
            found.append(f"{link['title']} ({link['path']})")
        elif part := PART.match(line.text):
            found.append(part["title"])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pages_are_all_pages(language: str) -> None:
    pairs = zip_longest(listed(language), navigation(language), fillvalue="nothing more")
    differences = [
        f"docs/{language}/{HOME}: {here}; {NAVIGATION[language]} has {there}"
        for here, there in pairs
        if here != there
    ]
    report.nothing(differences[:1])
