"""The table of the three walls shows what was recorded, of the probes as they are now."""

import json
from pathlib import Path

import markdown
import pytest
from bs4 import BeautifulSoup
from press import seal
from press.extensions import probes
from press.extensions.errors import StopBuild

from snippets.compare import walls
from tests.site.page import LANGUAGES, ROOT

PROBES = '''\
PROBES = {}
LIMIT = 3

def probe(name):
    return lambda function: PROBES.setdefault(name, function)

@probe("see a moon")
def _():
    return LIMIT

@probe("take a moon")
def _():
    """It is far."""
    return False
'''
WALLS = "def process(names):\n    return tried(names)\n\ndef tried(names):\n    return {}\n"
PAGE = """\
# P { #p }

/// walls | moons
Moons

- `see a moon` See `a` moon
- `take a moon` Take it
- `leave a moon` Leave it
///
"""


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book with two probes, run at two walls."""
    monkeypatch.chdir(tmp_path)
    for folder in ("snippets/runtime", "snippets/compare", "docs/en/c"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "snippets/runtime/probes.py").write_text(PROBES)
    (tmp_path / "snippets/runtime/further_probes.py").write_text("")
    (tmp_path / "snippets/compare/walls.py").write_text(WALLS)
    (tmp_path / "docs/en/c/p.md").write_text(PAGE)
    (tmp_path / "mkdocs.yml").write_text("nav:\n  - P: c/p.md\n")
    record("same-user", see="yes", take="EPERM")
    record("guest", see="own", take="ECONNREFUSED")
    return tmp_path


def record(wall: str, see: str, take: str) -> Path:
    now = probes.digests()
    content = {
        "wall": wall,
        "ran": "process",
        "date": "2026-01-01",
        "host": {"kernel": "6.1", "system": "Debian", "machine": "x86_64", "python": "3.11"},
        "sha256": probes.wall_digest("process"),
        "probes": {
            "see a moon": {"sha256": now["see a moon"], "answer": see, "predicted": "+"},
            "take a moon": {"sha256": now["take a moon"], "answer": take, "predicted": "?"},
        },
    }
    path = Path(f"docs/evidence/c/moons/{wall}.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(seal.sealed(content), indent=1))
    return path


def made(text: str = PAGE) -> BeautifulSoup:
    html = markdown.markdown(text, extensions=["attr_list", "press.extensions"])
    return BeautifulSoup(html, "html.parser")


def rows(page: BeautifulSoup) -> list[list[str]]:
    return [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tr")]


def test_what_was_recorded_is_shown(book: Path) -> None:
    assert rows(made()) == [
        ["Probe", "same user", "guest"],
        ["Moons"],
        ["See a moon", "yes", "own (not as predicted)"],
        ["Take it", "EPERM", "ECONNREFUSED"],
        ["Leave it", "not run", "not run"],
        ["Reach the host", "1", "0"],
    ]


def test_every_answer_links_to_its_place_in_the_record(book: Path) -> None:
    links = {str(link["href"]) for link in made().select("td a")}
    assert links == {"../reference/probes.md#see-moon", "../reference/probes.md#take-moon"}
    answers = made("/// answers | moons\n///\n")
    assert {"see-moon", "take-moon"} < {str(row.get("id")) for row in answers.select("tr")}
    assert "return LIMIT" in answers.get_text()
    assert "ECONNREFUSED Connection refused: guest" in answers.get_text()


def test_the_table_can_be_read_without_seeing_it(book: Path) -> None:
    for head in made().select("th"):
        assert head.get_text().strip() and head["scope"] in ("col", "row", "rowgroup")


@pytest.mark.parametrize(
    ("file", "old", "new", "still"),
    [
        ("runtime/probes", "return False", "return True", ["yes", "outdated"]),
        ("runtime/probes", "LIMIT = 3", "LIMIT = 4", ["outdated", "EPERM"]),
        ("compare/walls", "return {}", "return {1: 2}", ["outdated", "outdated"]),
        ("runtime/probes", "PROBES = {}\n", "PROBES = {}\n# So far.\n", ["yes", "EPERM"]),
    ],
    ids=["a probe", "what it uses", "the wall", "nothing of theirs"],
)
def test_an_older_answer_is_outdated_and_counts_for_nothing(
    book: Path, file: str, old: str, new: str, still: list[str]
) -> None:
    path = book / f"snippets/{file}.py"
    path.write_text(path.read_text().replace(old, new))
    table = rows(made())
    assert [table[2][1], table[3][1]] == still
    assert table[-1][1] == str(still.count("yes"))
    said = made("/// answers | moons\n///\n").get_text()
    assert ("outdated: the probe or the wall" in said) == ("outdated" in still)


@pytest.mark.parametrize("damage", ["cut off", "edited", "merged"])
def test_a_damaged_record_stops_the_build_in_one_line(book: Path, damage: str) -> None:
    path = book / "docs/evidence/c/moons/guest.json"
    text = path.read_text()
    path.write_text(
        {
            "cut off": text[:-9],
            "edited": text.replace('"own"', '"no"'),
            "merged": f"<<<<<<< ours\n{text}",
        }[damage]
    )
    with pytest.raises(StopBuild) as stopped:
        made()
    message = str(stopped.value)
    assert message.startswith("docs/evidence/c/moons/guest.json: ") and "\n" not in message


def test_without_records_there_is_no_table(book: Path) -> None:
    assert "Nothing yet." in made("/// walls | suns\n///\n").get_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_lists_the_probes_that_are_run(language: str) -> None:
    text = (ROOT / f"docs/{language}/compare/same-probes.md").read_text("utf-8")
    block = text.partition("/// walls |")[2].partition("\n///")[0]
    assert sorted(name for name, _ in probes.LISTED.findall(block)) == sorted(walls.PREDICTED)


def test_the_records_are_whole_and_of_these_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = probes.runs("same-probes")
    assert [run.wall for run in found] == [*walls.COLUMNS]
    for run in found:
        assert run.answers.keys() == walls.PREDICTED.keys()
        told = {name: answer.text for name, answer in run.answers.items()}
        if all(answer.sign != "outdated" for answer in run.answers.values()):
            assert not walls.surprises(told, walls.COLUMNS[run.wall].predicted)
