"""The reference part's lists: complete, equal to the cards, filtered with scripts or without."""

import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from press.extensions import citations, contents, evidence, exercises, lists

from tests.site import cards, visit
from tests.site.page import DOCS, LANGUAGES, ROOT, markdown, read

INDEX = ["claims-process", "claims-container", "claims-vm"]
SENTENCES = 72  # of the article


@pytest.fixture(params=LANGUAGES)
def language(request, monkeypatch):
    monkeypatch.chdir(ROOT)  # where every builder runs
    return request.param


def html(site: Path, language: str, page: str) -> BeautifulSoup:
    text = (site / language / "reference" / f"{page}.html").read_text("utf-8")
    return BeautifulSoup(text, "html.parser")


def targets(tags: list[Tag]) -> list[str]:
    """The ids of the claims to which these rows or lists link, in order."""
    links = [
        str(link["href"]) for tag in tags for link in tag.select("a[href*='#']:not([href*='://'])")
    ]
    return [link.partition("#")[2] for link in links]


def claims(language: str) -> dict[str, tuple[str, str]]:
    """Verdict and page of each claim, read from the pages by other eyes than the press's."""
    return {
        card.id: (card.options.get("verdict", ""), path.relative_to(DOCS / language).as_posix())
        for path in markdown(language)
        for card in read(path).cards
    }


def test_the_press_reads_the_same_cards(language):
    wanted = claims(language)
    found = {claim.id: claim for claim in contents.claims(language)}
    assert found.keys() == wanted.keys()
    for claim in found.values():
        assert (claim.verdict, claim.page.path) == wanted[claim.id]
        assert claim.sentence and claim.sources and claim.heading
        assert bool(claim.common) == bool(claim.verdict)


def test_every_claim_is_in_the_index_once(site, language):
    rows = [row for page in INDEX for row in html(site, language, page).select("tr.entry")]
    assert Counter(targets(rows)) == Counter(list(claims(language)))
    verdicts = [str(row["data-verdict"]) for row in rows]
    assert Counter(verdicts) == Counter(v or "own" for v, _ in claims(language).values())


def test_every_claim_is_in_the_matrix_once(site, language):
    page = html(site, language, "environments")
    rows = page.select(".matrix tbody tr:has(a)")
    assert Counter(targets(rows)) == Counter(list(claims(language)))
    names = [record["environment"] for record in evidence.records()]
    results = {mark: result for result, mark in lists.MARKS.items()}
    found = {claim.id: claim for claim in contents.claims(language)}
    for row in rows:
        program = found[targets([row])[0]].program
        cells = row.select("td")
        if program is None:
            assert len(cells) == 1
            continue
        runs = {run.environment: run.result for run in evidence.runs(found_id(row), program)}
        shown = [results.get(cell.text[:1], "") for cell in cells]
        assert shown == [runs.get(name, "") for name in names]


def found_id(row: Tag) -> str:
    return targets([row])[0]


def test_every_reason_stands_below_its_table(site, language):
    for block in html(site, language, "environments").select(".list"):
        numbers = {
            int(n) for cell in block.select("td[class]") for n in re.findall(r"\d+", cell.text)
        }
        if not block.select("td.system"):
            assert numbers == set(range(1, len(block.select(".reasons li")) + 1))


def test_the_audit_has_every_judged_sentence_once(site, language):
    rows = html(site, language, "audit").select("tr.entry")
    judged = {claim: verdict for claim, (verdict, _) in claims(language).items() if verdict}
    assert Counter(targets(rows)) == Counter(list(judged))
    for row in rows:
        assert row["data-verdict"] == judged[found_id(row)]


def test_both_audits_list_the_article_in_one_order():
    lists = [listed(read_text(language)) for language in LANGUAGES]
    assert lists[0] == lists[1]
    assert len(lists[0]) == len(set(lists[0])) == SENTENCES


def read_text(language: str) -> str:
    return (DOCS / language / "reference" / "audit.md").read_text("utf-8")


def listed(text: str) -> list[str]:
    blocks = re.findall(r"^/// audit\n(.*?)^///$", text, re.M | re.S)
    return [name for block in blocks for name in re.findall(r"`([\w-]+)`", block)]


def test_every_citation_is_listed_once_with_its_claims(site, language):
    found = contents.claims(language)
    cited = citations.documents(found, language)
    assert len({document.name for document in cited}) == len(cited)
    pieces = [claim.id for claim in found for _ in citations.pieces(claim.sources)]
    assert Counter(pieces) == Counter(c.id for document in cited for c, _ in document.cited)
    pages = [html(site, language, page) for page in ("sources", "manual-pages")]
    items = [item for page in pages for item in page.select(".sources li")]
    assert len(items) == len(cited)
    assert Counter(targets(items)) == Counter(pieces)


def test_both_languages_cite_the_same_documents():
    counts = [
        Counter(document.kind for document in citations.documents(contents.claims(x), x))
        for x in LANGUAGES
    ]
    assert counts[0] == counts[1]


def test_every_exercise_is_listed_and_named_on_its_page(site, language):
    text = html(site, language, "exercises").get_text(" ")
    for exercise in exercises.every():
        assert f"{exercise.command} " in text and exercise.question[language] in text
        page = BeautifulSoup((site / language / f"{exercise.page}.html").read_text(), "html.parser")
        assert exercise.command in page.get_text()


PAGES = ["audit", *INDEX[:2]]


# Choose every option of every filter; what it says it shows, and what is in sight then.
TRY_ALL = """() => {
  const seen = () => [...document.querySelectorAll("tr.entry")].filter(e => e.offsetParent).length
  const found = [[seen(), document.querySelectorAll("tr.entry").length]]
  for (const select of document.querySelectorAll(".filters select")) {
    for (const option of select.querySelectorAll("option[value]")) {
      option.selected = true
      found.push([seen(), Number(option.text.match(/\\((\\d+)\\)$/)[1])])
    }
    select.selectedIndex = 0
  }
  return found
}"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_filters_show_what_they_say(browser, disk, language, scripts):
    with visit.tab(browser, java_script_enabled=scripts) as seen:
        for page in PAGES:
            seen.page.goto(f"{disk}{language}/reference/{page}.html", wait_until="load")
            tried = seen.page.evaluate(TRY_ALL)
            assert len(tried) > 5
            assert all(count == said > 0 for count, said in tried)


def test_filters_work_together_and_by_keyboard(browser, disk, language):
    with visit.tab(browser, java_script_enabled=False) as seen:
        tab = seen.page
        tab.goto(f"{disk}{language}/reference/claims-process.html", wait_until="load")
        verdict, need = tab.locator("#by-verdict"), tab.locator("#by-need")
        verdict.focus()
        tab.keyboard.press("ArrowDown")
        assert verdict.input_value() == "true"
        tab.keyboard.press("Tab")
        need.select_option("x86-64")
        shown = [row.get_attribute("data-verdict") for row in tab.locator("tr.entry:visible").all()]
        assert shown and set(shown) == {"true"}


def test_filters_are_not_printed(browser, site, language):
    with visit.tab(browser) as seen:
        seen.page.goto(f"{site.as_uri()}/{language}/reference/audit.html")
        seen.page.emulate_media(media="print")
        assert not seen.page.locator(".filters").is_visible()


SAMPLES = {
    "en": "`mmap(2)`, *A*, *B*; Docker, [*C*](https://d.example/): none; `mmap(2)`, *D*; "
    "Intel SDM, volume 1 (*E*; *F*); volume 2, *G*; Documentation/h/i.rst, *J*; K. Loe, *M*.",
    "zh": "`mmap(2)` 的 *A*、*B*；Docker，[*C*](https://d.example/)：没有；`mmap(2)` 的 *D*；"
    "Intel SDM 第 1 卷（*E*；*F*）；第 2 卷，*G*；Documentation/h/i.rst 的 *J*；K. Loe，*M*。",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_are_taken_apart(language):
    claim = contents.Claim(
        "x", contents.Page("p/x.md", "X", "1 P", "1.1"), "X", "", True, "", "S.", SAMPLES[language]
    )
    found = citations.documents([claim], language)
    assert [document.kind for document in found] == [
        "man", "kernel", "specification", "paper", "other"
    ]  # fmt: skip
    assert [len(document.cited) for document in found] == [2, 1, 2, 1, 1]
    assert [re.sub(r"\W", "", place) for _, place in found[0].cited] == ["AB", "D"]


def test_cards_are_compared_by_their_sentence(language):
    """The press and the checks read the same sentence off a card."""
    found = {claim.id: claim for claim in contents.claims(language)}
    for path in markdown(language):
        for card in read(path).cards:
            assert cards.plain(cards.sentence(card)) == cards.plain(found[card.id].sentence)
