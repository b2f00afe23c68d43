"""The guide to the walls: a table whose reasons are claims, and a form that says the same."""

import pytest
from bs4 import BeautifulSoup
from press.extensions import contents

from tests.site import visit
from tests.site.page import LANGUAGES, ROOT

PAGE = "compare/which-should-i-use"


@pytest.fixture(params=LANGUAGES)
def language(request, monkeypatch):
    monkeypatch.chdir(ROOT)
    return request.param


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def form(request, browser, disk, language):
    """The form, opened from the disk, with scripts and without; the page says nothing and stays."""
    with visit.tab(browser, java_script_enabled=request.param) as seen:
        address = f"{disk}{language}/{PAGE}.html"
        seen.page.goto(address)
        yield seen.page.locator(".guide form")
        assert seen.page.url == address and seen.complaints == []


def guide(site, language):
    html = (site / language / f"{PAGE}.html").read_text("utf-8")
    return BeautifulSoup(html, "html.parser").select_one(".guide")


def links(tag):
    return [link["href"] for link in tag.select("a[href]")]


def rows(site, language):
    return guide(site, language).select("tbody tr")


def press(form, question, key):
    """Answer a question as by Tab and a key: Space takes yes, the arrow goes on to no."""
    form.locator("fieldset").nth(question).locator("[value=yes]").press(key)


def shown(form):
    return [text.partition("\n")[0] for text in form.locator(".answer:visible").all_inner_texts()]


def test_every_reason_is_a_claim(site, language):
    claims = {claim.id for claim in contents.claims(language)}
    for row in rows(site, language):
        cited = [link.partition("#")[2] for link in links(row)]
        assert len(cited) > 2 and set(cited) <= claims
        assert [f"`{code.text}`" for code in row.select("a code")] == [f"`{c}`" for c in cited]


def test_the_form_says_what_the_table_says(site, language):
    table, form = rows(site, language), guide(site, language).select("form > div > *")
    assert len(table) == len(form) > 2
    for row, step in zip(table, form, strict=True):
        assert links(row) == links(step)
        cells = [cell.text.strip() for cell in row.select("td")]
        assert not step.legend or step.legend.text.strip() == cells[0]
        for cell, line in zip(cells[1:], step.select(".answer p"), strict=True):
            assert line.text.endswith(cell)


def test_each_way_leads_to_its_answer(form, site, language):
    walls = [row.select("td")[1].text for row in rows(site, language)]
    assert shown(form) == [] and form.locator("fieldset:visible").count() == 1
    for number, wall in enumerate(walls):
        if number < len(walls) - 1:
            press(form, number, "Space")
        (said,) = shown(form)
        assert said.endswith(wall)
        if number < len(walls) - 1:
            press(form, number, "ArrowRight")
            last = number == len(walls) - 2
            assert form.locator("fieldset:visible").count() == number + (1 if last else 2)


def test_an_earlier_answer_further_down_does_not_count(form):
    press(form, 0, "ArrowRight")
    press(form, 1, "Space")
    below = shown(form)
    press(form, 0, "Space")
    assert len(shown(form)) == 1 and shown(form) != below
    assert form.locator("fieldset:visible").count() == 1
    press(form, 0, "ArrowRight")
    assert shown(form) == below  # it had been kept


def test_enter_sends_nothing_and_one_can_start_again(form):
    press(form, 0, "Space")
    press(form, 0, "Enter")
    assert len(shown(form)) == 1
    form.locator("[type=reset]").press("Enter")
    assert shown(form) == [] and not form.locator("[type=reset]").is_visible()


def test_the_table_is_printed_and_the_form_is_not(browser, disk, language):
    with visit.tab(browser) as seen:
        seen.open(f"{disk}{language}/{PAGE}.html")
        seen.page.emulate_media(media="print")
        assert not seen.page.locator(".guide form").is_visible()
        assert seen.page.locator(".guide table").is_visible()
