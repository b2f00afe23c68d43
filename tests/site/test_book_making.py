"""How a book is made: the turn from web to print, and what stops it with one line."""

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from press.book import pdf
from press.book.errors import BookError
from press.book.layout import document
from press.book.source import LANGUAGES, Page, load

from tests.site import book_reader, book_small
from tests.site.page import ROOT


def html(language: str, *pages: Page) -> BeautifulSoup:
    made = document(book_small.source(language, *pages), book_small.EDITION)
    return BeautifulSoup(made, "html.parser")


def page(content: str) -> Page:
    return Page("start/how.html", "How", "0 Start", False, f'<h1 id="how">How</h1>{content}')


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Each small book, printed twice, by processes of their own."""
    try:
        pdf.require_pango()
    except BookError as error:
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("book")
    books = {
        language: [folder / f"{language}-{number}.pdf" for number in (1, 2)]
        for language in LANGUAGES
    }
    for pair in zip(*books.values(), strict=True):
        command = [sys.executable, "-m", "tests.site.book_small"]
        running = [
            subprocess.Popen([*command, language, str(path)], cwd=ROOT)
            for language, path in zip(books, pair, strict=True)
        ]
        assert [process.wait() for process in running] == [0, 0]
    return books


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_pages_give_the_same_bytes(printed: dict[str, list[Path]], language: str) -> None:
    first, second = printed[language]
    assert first.read_bytes() == second.read_bytes()


def test_table_headers_say_what_they_head(printed: dict[str, list[Path]]) -> None:
    with pikepdf.open(printed["en"][0]) as book:
        scopes = [str(head.A.Scope) for head in book_reader.tags(book, "/TH")]
    assert sorted(scopes) == ["/Column", "/Column", "/Row"]


def test_nothing_stays_folded() -> None:
    soup = html("en")
    assert soup("details") == soup("summary") == soup("button") == []
    assert "Folded on the screen." in soup.get_text()


def test_a_section_may_be_for_the_site_only() -> None:
    text = html("en").get_text()
    assert "Not printed." not in text and "Nor this" not in text
    assert "Printed again" in text


def test_note_moves_to_its_reference() -> None:
    note = html("en").select(".page-foot")
    assert [one.get_text().strip() for one in note] == ["A note."]


def test_links_between_pages_lead_into_the_book() -> None:
    link = html("en").select_one("a.to-chapter")
    assert link and link["href"] == "#process-memory--pages"
    assert link["data-chapter"] == "1.1", "in print it says where, as the web's link need not"


def test_pictures_are_resolved_and_kept_apart() -> None:
    drawings = html("en")("svg")
    assert "var(" not in str(drawings)
    identities = [str(element["id"]) for drawing in drawings for element in drawing.select("[id]")]
    assert len(identities) == len(set(identities))
    assert drawings[0].title and drawings[0].title.string == "Two boxes A box beside another."
    assert {text["font-family"] for text in drawings[0]("text")} == {
        "Source Sans 3, Noto Sans SC, DejaVu Sans Mono"
    }


def test_english_marks_are_turned_but_not_in_code() -> None:
    assert 'It can\u2019t be \u201cso\u201d, says "x".' in html("en").get_text()


def test_chinese_is_emphasised_without_slant_and_set_close() -> None:
    soup = html("zh")
    assert [one.get_text() for one in soup.select("em.han")] == ["真的"]
    assert [one.get_text() for one in soup.select(".half")] == ["“", "”", "）"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('<p><a href="lost.html">x</a></p>', "start/how.html: link lost.html leads to nothing"),
        ('<p><a href="#lost">x</a></p>', "start/how.html: link #lost leads to nothing"),
        (
            '<p><img src="lost.svg"></p>',
            "picture lost.svg is none of docs/diagrams",
        ),
        ("<p>\U0001f427</p>", "no font in docs/press/fonts has \U0001f427"),
    ],
)
def test_what_cannot_be_printed_stops_the_book(content: str, complaint: str) -> None:
    with pytest.raises(BookError, match=complaint.replace(".", r"\.")):
        html("en", page(content))


def test_book_before_site_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="run `make site`"):
        load(tmp_path, "en")


def test_machine_without_pango_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LIBRARIES", ("libpango-of-no-machine.so",))
    with pytest.raises(BookError, match="apt-get install -y --no-install-recommends libpango"):
        pdf.require_pango()
