"""Evidence counts for the program that was run and no other, and only if it is whole."""

import json
from pathlib import Path

import markdown
import pytest
from press import seal
from press.extensions import contents, evidence
from press.extensions.errors import StopBuild

from tests.site.page import ROOT

PROGRAM = '"""S."""\n# needs: nothing\n# break: 1 => 2\n# --8<-- [start:proof]\nassert 1 == 1\n'
PROGRAM += "# --8<-- [end:proof]\n"
PAGE = """\
# P { #p }

## C { #c }

/// claim | c

S.

```python
--8<-- "process/c.py:proof"
```

```text
--8<-- "process/c.txt"
```

**Break it.** B.

**Sources.** `x(1)`.
///
"""
LISTS = "# L { #l }\n\n/// claims | process\n///\n\n/// matrix | process\n///\n"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of one claim, proved as an ordinary user, and not to be proved as root."""
    monkeypatch.chdir(tmp_path)
    for folder in ("snippets/process", "docs/en/process", "docs/evidence/process"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("nav:\n  - 1 P:\n      - C: process/p.md\nx: !ENV [A]\n")
    (tmp_path / "docs/en/process/p.md").write_text(PAGE)
    (tmp_path / "snippets/process/c.py").write_text(PROGRAM)
    for output in ("c.txt", "c.break-1.txt"):
        path = tmp_path / "docs/evidence/process" / output
        path.write_text("it took 5 ns\n")
        seal.note(tmp_path / "docs/evidence", path)
    record("user", "proved", None)
    record("root", "unavailable", "needs a moon; wait")
    return tmp_path


def record(environment: str, result: str, reason: str | None) -> None:
    (claim,) = contents.claims("en")
    assert claim.program
    entry = {"sha256": claim.program.sha256, "result": result, "reason": reason}
    host = {"kernel": "6.1", "system": "Debian", "machine": "x86_64", "python": "3.11"}
    content = {
        "environment": environment,
        "date": "2026-01-01",
        "host": host,
        "claims": {"c": entry},
    }
    Path(f"docs/evidence/{environment}.json").write_text(json.dumps(seal.sealed(content)))


def made(text: str) -> str:
    settings = {"pymdownx.snippets": {"base_path": ["snippets", "docs/evidence"]}}
    names = ["attr_list", "pymdownx.superfences", "pymdownx.snippets", "press.extensions"]
    return markdown.markdown(text, extensions=names, extension_configs=settings)


def test_what_was_run_is_shown(book: Path) -> None:
    lists = made(LISTS)
    assert "<td>✓</td>" in lists
    assert '<td class="unavailable">– 1</td>' in lists
    assert "<li>needs a moon; wait</li>" in lists
    assert 'data-run="user"' in lists
    assert "Output, recorded as an ordinary user on Linux 6.1" in made(PAGE)


def test_evidence_of_an_older_program_is_outdated_and_no_proof(book: Path) -> None:
    (book / "snippets/process/c.py").write_text(PROGRAM + "print(1)\n")
    (claim,) = contents.claims("en")
    assert claim.program
    assert [run.result for run in evidence.runs("c", claim.program)] == ["outdated", "outdated"]
    lists, card = made(LISTS), made(PAGE)
    assert "✓" not in lists and "proved</span>" not in lists and 'data-run=""' in lists
    assert lists.count('<td class="outdated">↻</td>') == 2
    assert "moon" not in lists  # the reason was the older program's
    assert "claim__run--proved" not in card and "claim__run--outdated" in card
    assert "Output of an older version of the program" in card


@pytest.mark.parametrize("damage", ["cut off", "edited", "merged"])
def test_damaged_evidence_stops_the_build_in_one_line(book: Path, damage: str) -> None:
    path = book / "docs/evidence/root.json"
    text = path.read_text()
    path.write_text(
        {
            "cut off": text[:-9],
            "edited": text.replace('"unavailable"', '"proved"'),
            "merged": f"<<<<<<< ours\n{text}",
        }[damage]
    )
    with pytest.raises(StopBuild) as stopped:
        made(LISTS)
    message = str(stopped.value)
    assert message.startswith("docs/evidence/root.json: ") and "\n" not in message
    assert message.endswith("or delete it and record anew (make record)")


@pytest.mark.parametrize("output", ["c.txt", "c.break-1.txt"])
@pytest.mark.parametrize("damage", ["it took", "it took 1 ns\n"], ids=["cut off", "edited"])
def test_a_damaged_output_stops_the_build_in_one_line(book: Path, output: str, damage: str) -> None:
    made(PAGE)
    (book / "docs/evidence/process" / output).write_text(damage)
    with pytest.raises(StopBuild) as stopped:
        made(PAGE)
    message = str(stopped.value)
    assert message.startswith(f"docs/evidence/process/{output}: changed since it was recorded")
    assert "\n" not in message


def test_every_file_of_the_book_bears_a_seal_or_has_a_sum() -> None:
    for path in (ROOT / "docs/evidence").rglob("*"):
        if path.suffix == ".json" and f'"{seal.KEY}"' in path.read_text("utf-8"):
            assert seal.read(path)
        elif path.suffix in (".json", ".txt"):
            seal.check(ROOT / "docs/evidence", path)


def test_a_chapter_without_claims_has_an_empty_list(book: Path) -> None:
    assert "Nothing yet." in made("# L { #l }\n\n/// claims | vm\n///\n")
