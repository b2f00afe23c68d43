"""Measurements: records that can be believed, and plots that say so where they can't."""

import json
import runpy
from pathlib import Path
from statistics import median

import pytest

from snippets.measure import record

DRAW = runpy.run_path(str(record.ROOT / "docs/diagrams/draw.py"))["draw"]
NAMES = sorted(record.PICTURES)


def source(name: str) -> Path:
    return record.ROOT / "docs/diagrams" / f"{record.PICTURES[name]}.py"


@pytest.mark.parametrize("name", NAMES)
def test_a_record_is_whole_and_says_where_and_when(name: str) -> None:
    found = record.read(record.OURS / f"{name}.json")
    assert found["measurement"] == name and found["rounds"] >= record.ROUNDS
    assert found["date"] and {"kernel", "cpu", "cpus", "system", "user"} <= found["host"].keys()
    assert found["others_percent"] >= 0 and len(found["load_before"]) == 3
    rounds = {
        name: found["rounds"] // record.SELDOM for name in found.get("every_fourth_round", [])
    }
    for key, values in found["values"].items():
        assert len(values) == rounds.get(key.partition(" ×")[0], found["rounds"]), key
    assert all(found["absent"].values()), "whoever is absent is so for a reason"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the records, to be changed."""
    for path in record.OURS.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(record, "OURS", tmp_path)
    return tmp_path


def changed(book: Path, name: str, **values: object) -> None:
    content = record.read(book / f"{name}.json") | values
    record.write(record.sealed(content), book)


def drawn(name: str, yours: Path | None = None) -> tuple[str, str]:
    """The English picture and table."""
    files = {path.name: text for path, text in DRAW(source(name), yours=yours).items()}
    return files[f"{record.PICTURES[name]}.en.svg"], files[f"{name}.en.md"]


@pytest.mark.parametrize("name", NAMES)
def test_a_loaded_machine_says_so_on_the_plot_and_in_the_table(name: str, book: Path) -> None:
    for percent, loaded in ((record.QUIET + 1, True), (record.QUIET - 1, False)):
        changed(book, name, others_percent=percent)
        for text in drawn(name):
            assert ("Loaded machine" in text) == loaded
            assert ("Other programs used 9%" in text) != loaded


def test_a_row_that_spreads_too_far_is_marked(book: Path) -> None:
    values = record.read(book / "calls.json")["values"]
    steady = {key: [median(each)] * len(each) for key, each in values.items()}
    changed(book, "calls", values=steady)
    assert not any("unsteady" in text for text in drawn("calls"))
    wild = [value * factor for value in steady["process"] for factor in (0.5, 1.5)]
    changed(book, "calls", values=steady | {"process": wild})
    for text in drawn("calls"):
        assert "unsteady" in text and "ns *" in text


@pytest.mark.parametrize(
    "spoil", [lambda text: text[: len(text) // 2], lambda text: text.replace("AMD", "NONE", 1)]
)
def test_half_a_record_or_an_edited_one_is_refused(book: Path, spoil) -> None:
    file = book / "calls.json"
    text = file.read_text("utf-8").replace(record.read(file)["host"]["cpu"], "AMD EPYC")
    content = json.loads(text)
    record.write(record.sealed(content), book)
    file.write_text(spoil(file.read_text("utf-8")), "utf-8")
    with pytest.raises(record.Refused, match=r"^calls\.json: .*; measure again$"):
        DRAW(source("calls"))


@pytest.mark.parametrize("name", NAMES)
def test_a_readers_points_stand_beside_the_books(name: str, tmp_path: Path) -> None:
    theirs = record.read(record.OURS / f"{name}.json")
    faster = {key: [value / 2 for value in each] for key, each in theirs["values"].items()}
    record.write(record.sealed(theirs | {"values": faster}), tmp_path)
    alone, _ = drawn(name)
    picture, table = drawn(name, tmp_path)
    assert "your machine" in picture and "your machine" not in alone
    assert picture.count("var(--d-iso") > alone.count("var(--d-iso")
    assert table == drawn(name)[1], "the table stays the book's"


def test_whoever_only_the_reader_has_gets_a_row(tmp_path: Path) -> None:
    theirs = record.read(record.OURS / "start-times.json")
    missing = next(iter(theirs["absent"]))
    more = {**theirs["values"], missing: [1.9, 2.0, 2.1] * 7}
    record.write(record.sealed(theirs | {"values": more}), tmp_path)
    picture, _ = drawn("start-times", tmp_path)
    assert ">2.0 ms</text>" in picture


def test_competitors_take_turns_and_the_first_round_is_thrown_away() -> None:
    order: list[str] = []

    def one() -> float:
        order.append("one")
        return float(len(order))

    def several() -> dict[str, float]:
        order.append("several")
        return {" ×1": 0.0, " ×2": 0.5}

    values = record.by_turns({"one": one, "several": several}, 2)
    assert order == ["one", "several"] * 3
    assert values == {"one": [3.0, 5.0], "several ×1": [0.0, 0.0], "several ×2": [0.5, 0.5]}


def test_who_takes_seconds_takes_part_in_every_fourth_round() -> None:
    turns: list[str] = []

    def turn(name: str) -> float:
        turns.append(name)
        return 0.0

    competitors = {name: lambda name=name: turn(name) for name in ("fast", "slow")}
    values = record.by_turns(competitors, 8, ["slow"])
    assert len(values["fast"]) == 8 and len(values["slow"]) == 2
    assert turns[:2] == ["fast", "slow"] and turns.count("slow") == 3
