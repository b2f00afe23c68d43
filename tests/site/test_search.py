"""Readers find what they look for: real words in the real search box, worker and all."""

import tomllib
from pathlib import Path

import pytest

from tests.site import report, visit
from tests.site.page import LANGUAGES

TERMS = tomllib.loads(Path(__file__).with_name("search_terms.toml").read_text("utf-8"))
FIRST = 5  # results that a reader looks at

READY = """() => document.querySelector('[data-md-component=search-result]')
  && document.querySelector('#__search').checked"""
EMPTY = "() => !document.querySelector('.md-search-result__item')"
ANSWERED = """waiting => document.querySelector('.md-search-result__item')
  || document.querySelector('.md-search-result__meta').textContent.trim() != waiting"""
RESULTS = """() => [...document.querySelectorAll('.md-search-result__item')]
  .map(item => item.querySelector('a').href.split(/[?#]/)[0])"""


class Search:
    """The search box of one language's site."""

    def __init__(self, seen: visit.Visit, base: str, language: str) -> None:
        self.page, self.folder = seen.page, f"{base}{language}/"
        seen.open(f"{self.folder}index.html")
        self.meta = self.page.locator(".md-search-result__meta")
        self.box = self.page.locator("input[name=query]")
        self.box.click()
        self.page.wait_for_function(READY)

    def results(self, term: str) -> list[str]:
        """The pages that the box shows for a term, best first."""
        self.box.fill("")
        self.page.wait_for_function(EMPTY)
        waiting = self.meta.text_content().strip()
        self.box.fill(term)
        self.page.wait_for_function(ANSWERED, arg=waiting)
        found = self.page.evaluate(RESULTS)
        return [address.removeprefix(self.folder).removesuffix(".html") for address in found]

    def misses(self, terms: dict[str, str]) -> list[str]:
        """One line for each term whose page is not among the first results."""
        found = []
        for term, page in terms.items():
            results = self.results(term)
            if page not in results[:FIRST]:
                shown = ", ".join(results[:FIRST]) or "nothing"
                found.append(f"{self.folder}: «{term}» finds {shown}; not {page}")
        return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_find_their_pages(browser, base, language):
    with visit.tab(browser) as seen:
        report.nothing(Search(seen, base, language).misses(TERMS[language]) + seen.complaints)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_terms_and_every_page_has_one(language):
    assert len(TERMS[language]) >= 20
    pages = {page.partition("/")[2].removesuffix(".html") for page in visit.pages()}
    assert set(TERMS[language].values()) == pages - {"index"}


def test_a_term_that_is_nowhere_is_a_miss(browser, server):
    with visit.tab(browser) as seen:
        (line,) = Search(seen, server, "en").misses({"qwxyz": "process/memory"})
        assert "«qwxyz» finds nothing" in line
