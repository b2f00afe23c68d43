"""The printed books, as `make site` left them."""

import re
from collections.abc import Iterator

import pikepdf
import pytest
from bs4 import BeautifulSoup
from press.book import cleaning, fonts
from press.book.source import LANGUAGES, Source, load
from press.book.words import WORDS

from tests.site import book_reader
from tests.site.page import ROOT

A4 = (595, 842)  # points


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def book(language: str) -> Iterator[pikepdf.Pdf]:
    path = ROOT / "site" / f"three-walls.{language}.pdf"
    if not path.is_file():
        pytest.skip(f"no {path.relative_to(ROOT)}: run `make site` (it says what it needs)")
    with pikepdf.open(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def source(language: str) -> Source:
    return load(ROOT, language)


def headings(source: Source) -> list[str]:
    """Return the titles of all pages, sections and terms in reading order."""
    found = []
    for page in source.pages:
        soup = BeautifulSoup(page.content, "html.parser")
        cleaning.clean(soup)  # what is only on the site, and the links beside headings
        found += [plain(heading.get_text()) for heading in soup(re.compile("^h[1-4]$"))]
    return found


def plain(title: str) -> str:
    """Return *title* without chapter number, white space, and what sets quotation marks apart."""
    title = re.sub(r"^\d+\.\d+ ", "", title)
    return re.sub(r"\s", "", re.sub("[\u2018\u2019]", "'", re.sub("[\u201c\u201d]", '"', title)))


def test_every_page_is_a4(book: pikepdf.Pdf, source: Source) -> None:
    sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in book.pages}
    assert sizes == {A4}
    assert len(book.pages) > 3 + len(source.pages)


def test_outline_has_every_heading_in_order(book: pikepdf.Pdf, source: Source) -> None:
    shown = iter([plain(title) for title in book_reader.outline(book)])
    missing = [heading for heading in headings(source) if heading not in shown]
    assert missing == []


def test_outline_has_every_part(book: pikepdf.Pdf, source: Source) -> None:
    parts = {re.sub(r"^\d+\s*", "", page.part) for page in source.pages if page.part}
    assert parts <= set(book_reader.outline(book))


def test_every_internal_link_leads_somewhere(book: pikepdf.Pdf) -> None:
    links = book_reader.internal_links(book)
    assert links
    assert set(links) - book_reader.destinations(book) == set()


def test_every_claim_can_be_linked_to(book: pikepdf.Pdf, source: Source) -> None:
    claims = set()
    for page in source.pages:
        for card in BeautifulSoup(page.content, "html.parser").select("section.claim"):
            claims.add(f"{page.slug}--{card['aria-labelledby']}")
    assert claims - book_reader.destinations(book) == set()


def test_fonts_are_ours_embedded_and_subset(book: pikepdf.Pdf) -> None:
    descriptors = book_reader.descriptors(book)
    assert descriptors
    for descriptor in descriptors:
        name = str(descriptor.FontName)
        assert re.match(r"/[A-Z]{6}\+", name), f"{name} is not a subset"
        assert fonts.plain(name) in fonts.names(), f"{name} is not in docs/press/fonts"
        assert "/FontFile2" in descriptor, f"{name} is not embedded"


def test_text_copies_as_it_was_written(book: pikepdf.Pdf, language: str) -> None:
    """No radical where a character is meant (U+2E80 to U+2FDF), no character lost."""
    characters = book_reader.copied_characters(book)
    assert len(characters) > (500 if language == "zh" else 60)
    assert re.findall("[\u2e80-\u2fdf\ufffd\0]", characters) == []


def test_metadata_declares_pdf_ua(book: pikepdf.Pdf, language: str) -> None:
    with book.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == WORDS[language].title
    assert str(book.Root.Lang) == WORDS[language].lang
    assert book.Root.MarkInfo.Marked
    assert book.Root.ViewerPreferences.DisplayDocTitle


def test_pictures_and_tables_speak(book: pikepdf.Pdf) -> None:
    figures = book_reader.tags(book, "/Figure")
    assert figures
    assert all(str(figure.get("/Alt", "")).strip() for figure in figures)
    assert all("/Scope" in head.A for head in book_reader.tags(book, "/TH"))
