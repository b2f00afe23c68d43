"""What the runner inside a guest or a container wrote, read; and kernels and systems, whole."""

import json
import os
from pathlib import Path

import pytest

from snippets.vm import guest
from tests.guests import archives
from tests.proofs import environments, record
from tests.proofs.program import every


def line(claim: str, result: str, reason: str | None = None) -> str:
    entry = {"sha256": "1", "result": result, "reason": reason}
    return json.dumps({"claim": claim, "entry": entry, "errors": ["AssertionError"]})


END = json.dumps({"host": {"kernel": "6.1"}, "notes": ["a changed the host: new mount"]})


def test_each_report_ends_with_its_place() -> None:
    root, user = environments.parse(
        "\n".join([line("one", "proved"), END, line("one", "refuted", "exit status 1"), END])
    )
    assert root.claims["one"]["result"] == "proved"
    assert user.failures[:2] == ["one: exit status 1", "    AssertionError"]
    assert root.failures == ["a changed the host: new mount"]


def test_a_second_try_is_told_and_is_no_failure() -> None:
    second = json.loads(line("one", "proved")) | {"errors": [], "first": "exit status 1"}
    (report,) = environments.parse("\n".join([json.dumps(second), END.replace("changed", "x")]))
    assert report.failures == []
    assert report.twice == ("one was proved at the second try; first: exit status 1",)


def test_a_report_cut_off_is_none() -> None:
    assert environments.parse(line("one", "proved")) == []
    with pytest.raises(ValueError):
        environments.parse(line("one", "proved")[:20])


def test_what_was_proved_and_is_not_any_more_is_said() -> None:
    old = {"one": {"sha256": "1", "result": "proved"}, "two": {"sha256": "0", "result": "proved"}}
    new = {name: {"sha256": "1", "result": "unavailable", "reason": "gone"} for name in old}
    assert environments.lost("guest", old, new) == ["guest: one was proved, and now: gone"]


def test_to_compare_leaves_out_what_the_same_program_could_not_prove(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, *others = every()
    lacking = {"result": "unavailable", "sha256": one.sha256}
    older = {"result": "unavailable", "sha256": "0"}
    claims = {one.claim: lacking, two.claim: older}
    (tmp_path / "guest-6.1.json").write_text(json.dumps({"claims": claims}))
    monkeypatch.setattr(record, "EVIDENCE", tmp_path)
    to_compare = environments.claims_to_run("guest-6.1", [], True)
    assert to_compare == [program.claim for program in (two, *others)]
    assert environments.claims_to_run("guest-6.1", [one.claim], True) == [one.claim]
    assert environments.claims_to_run("guest-6.1", [], False) == []


def test_an_archive_is_read_as_it_was_written(tmp_path: Path) -> None:
    files = archives.in_folder("a", {"b/c": (archives.PROGRAM, b"1234567"), "l": (0o120777, b"b")})
    archives.unpack(guest.archive(files), tmp_path)
    assert (tmp_path / "a/b/c").read_bytes() == b"1234567"
    assert os.access(tmp_path / "a/b/c", os.X_OK)
    assert os.readlink(tmp_path / "a/l") == "b"


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), archives.making(tmp_path / "it") as new:
        assert new
        (new / "half").touch()
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]
    with archives.making(tmp_path / "it") as new:
        assert new
        (new / "whole").touch()
    with archives.making(tmp_path / "it") as new:
        assert new is None
    assert (tmp_path / "it" / "whole").exists()
