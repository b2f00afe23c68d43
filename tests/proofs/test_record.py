"""Recording: whole files or none, and no change where only masked values changed."""

import json
from pathlib import Path

import pytest
from press import seal

from tests.proofs import record
from tests.proofs.conftest import in_book
from tests.proofs.program import EVIDENCE


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "record.txt"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), record._whole(path) as new:
        new.write_text("half")
        raise KeyboardInterrupt
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_masked_values_leave_a_record_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "EVIDENCE", tmp_path)
    path = tmp_path / "record.txt"
    path.write_text("pid 1, two\n")
    record._write_masked(path, "pid 22, two\n", ["pid"])
    assert path.read_text() == "pid 1, two\n"
    record._write_masked(path, "pid 22, three\n", ["pid"])
    assert path.read_text() == "pid 22, three\n"
    seal.check(tmp_path, path)


def test_seconds_alone_are_no_news() -> None:
    old = {"result": "proved", "seconds": 1.0}
    assert record._unless_only_seconds(old, {"result": "proved", "seconds": 2.0}) is old
    new = {"result": "refuted", "seconds": 2.0}
    assert record._unless_only_seconds(old, new) is new


@pytest.mark.parametrize(
    "name, status, message",
    [
        ("broken-by-name", 1, "broken_by_name.py:3: this break must end in an AssertionError of"),
        ("broken-by-name", 1, "exit status 1: NameError: name 'total' is not defined"),
        ("not-broken", 1, "not_broken.py:3: this break must end in an AssertionError of the"),
        ("not-broken", 1, "it ended with exit status 0: nothing on stderr"),
        ("fails", 1, "snippets/sample/fails.py: not recorded: exit status 1"),
        ("nonsense", 2, "no program is named 'nonsense'"),
    ],
)
def test_what_can_not_be_recorded_is_said(book: Path, name: str, status: int, message: str) -> None:
    run = in_book(book, "-m", "tests.proofs.record", name)
    assert (run.returncode, message in run.stderr) == (status, True), run.stderr


def test_a_changed_program_is_recorded_anew(book: Path) -> None:
    """Even where masks hide what changed: a page never shows what its program can't have said."""
    program = book / "snippets" / "sample" / "masked.py"
    source = '"""A number."""\n# needs: nothing\n# masks: count\n# break: == 1 => == 2\nprint(12)\n'
    program.write_text(source + "assert 1 == 1\n")
    in_book(book, "-m", "tests.proofs.record", "masked")
    program.write_text(source.replace("12", "7") + "assert 1 == 1\n")
    in_book(book, "-m", "tests.proofs.record", "masked")
    assert (book / "docs" / "evidence" / "sample" / "masked.txt").read_text() == "7\n"
    program.unlink()


def test_a_second_recording_changes_nothing(book: Path) -> None:
    in_book(book, "-m", "tests.proofs.record", "holds", "forks")
    again = in_book(book, "-m", "tests.proofs.record", "holds", "forks")
    assert (again.returncode, again.stdout) == (0, "")


def test_a_record_names_what_it_holds(book: Path) -> None:
    in_book(book, "-m", "tests.proofs.record", "holds")
    for path in (book / "docs" / "evidence").glob("*.json"):
        assert "holds" in seal.read(path)["claims"]


@pytest.mark.parametrize(
    "old, new, what",
    [
        ('"result": "refuted"', '"result": "proved"', "changed since it was recorded"),
        ('  "fails": {', '  "holds": {', "changed since it was recorded"),
        ('"integrity"', '"was"', "changed since it was recorded"),
        ("  }\n }\n}\n", "", "no whole record"),
        ('{\n "', '<<<<<<< HEAD\n{\n "', "no whole record"),
    ],
)
def test_an_edited_or_truncated_record_is_refused(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    path = tmp_path / "user.json"
    record = {"environment": "user", "claims": {"fails": {"result": "refuted", "reason": "é"}}}
    text = json.dumps(seal.sealed(record), indent=1) + "\n"
    path.write_text(text)
    assert seal.read(path)["claims"] == record["claims"]
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(seal.Unsealed) as refused:
        seal.read(path)
    assert what in str(refused.value)
    assert str(refused.value).endswith("or delete it and record anew (make record)")
    assert "\n" not in str(refused.value)


def test_nothing_is_recorded_beside_a_refused_record(book: Path) -> None:
    in_book(book, "-m", "tests.proofs.record", "holds")
    (path,) = (book / "docs" / "evidence").glob("user.json")
    good = path.read_text()
    path.write_text(good[:-20])
    run = in_book(book, "-m", "tests.proofs.record", "holds")
    assert (run.returncode, path.read_text()) == (2, good[:-20])
    assert run.stderr.count("\n") == 1 and "user.json: no whole record" in run.stderr
    path.write_text(good)


def test_the_books_records_are_whole() -> None:
    paths = sorted(EVIDENCE.glob("*.json"))
    assert paths
    for path in paths:
        seal.read(path)
