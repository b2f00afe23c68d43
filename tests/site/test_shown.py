"""The code that a reader sees is the code that was run."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sybil import Document

from tests.proofs import pages
from tests.site import report
from tests.site.page import DOCS, LANGUAGES, markdown

PAGES = [path.relative_to(DOCS) for language in LANGUAGES for path in markdown(language)]


def run(path: Path) -> list[str]:
    """The code of each example of a page, as Sybil takes it to run it."""
    document = Document(path.read_text("utf-8"), str(path))
    return [region.parsed.code.strip() for region in pages.parse(document)]


def shown(html: str) -> list[str]:
    """The code of each block of Python in a built page."""
    blocks = BeautifulSoup(html, "html.parser").select("div.language-python pre code")
    return [block.get_text().strip() for block in blocks]


def differences(name: str, ran: list[str], seen: list[str]) -> list[str]:
    """One line for each block that is not the same, or if there are more of one kind."""
    if len(ran) != len(seen):
        return [f"site/{name}: shows {len(seen)} blocks of Python; {len(ran)} were run"]
    return [
        f"site/{name}: block {number} of Python is not the one that was run: «{two[:60]}»"
        for number, (one, two) in enumerate(zip(ran, seen, strict=True), 1)
        if one != two
    ]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_shows_what_was_run(site, page):
    name = str(page.with_suffix(".html"))
    seen = shown((site / name).read_text("utf-8"))
    report.nothing(differences(name, run(DOCS / page), seen))


def test_other_code_is_found():
    code = "<pre><span></span><code>a <b>= 1</b>\n</code></pre>"
    html = f"<div class='language-python highlight'>{code}</div>"
    assert differences("a.html", ["a = 1"], shown(html)) == []
    assert "block 1" in differences("a.html", ["a = 2"], shown(html))[0]
    assert "shows 2 blocks" in differences("a.html", ["a = 1"], shown(html + html))[0]
