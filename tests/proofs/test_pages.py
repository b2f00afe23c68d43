"""The parser: every form of fence, every kind of include, and its mistakes."""

from pathlib import Path

import pytest
from sybil import Document

from tests.proofs import pages
from tests.proofs.pages import BadPage, fences
from tests.proofs.program import ROOT

WHOLE = "process/zombie_until_wait.py"
SECTION = f"{WHOLE}:proof"


def examples(text: str) -> list[pages.Example]:
    path = str(ROOT / "docs" / "en" / "process" / "made-up.md")
    return [region.parsed for region in pages.parse(Document(text, path))]


@pytest.mark.parametrize(
    "opening",
    [
        "```python", "```py", "``` python", "```python3", "~~~python", "~~~~ py", "````python",
        "```{.python}", "```{ .python }", "```{.py .annotate #id}", "```python title='a b'",
        '```python hl_lines="1 2"', '```py linenums="1" title="x"', "```Python", "```pycon",
    ],
)  # fmt: skip
def test_a_fence_in_any_form_is_an_example(opening: str) -> None:
    mark = opening[: len(opening) - len(opening.lstrip("`~"))]
    (example,) = examples(f"text\n\n{opening}\n1 + 1\n{mark}\n")
    assert example.code == "1 + 1"
    assert example.program.source.splitlines()[3] == "1 + 1"  # a traceback names the page's line


@pytest.mark.parametrize("opening", ["```text", "```", "~~~console", "```pytb", "```{.bash}"])
def test_other_languages_are_not(opening: str) -> None:
    mark = opening[0] * 3
    assert examples(f"{opening}\n1 + 1\n{mark}\n") == []


@pytest.mark.parametrize(
    "before, first",
    [
        ("    ", "- item\n"),  # a list
        ("    ", '!!! note "x"\n\n'),
        ("    ", '=== "tab"\n\n'),
        ("        ", '=== "tab"\n\n    - item\n\n'),
        ("> ", ""),
        ("- ", ""),
        ("1. ", ""),
    ],
)
def test_an_indented_fence_is_an_example(before: str, first: str) -> None:
    inside = before if before.startswith(">") else " " * len(before)
    text = f"{first}{before}```python\n{inside}if 1:\n{inside}    print()\n{inside}```\n"
    (example,) = examples(text)
    assert example.code == "if 1:\n    print()"


def test_a_fence_within_a_fence_is_text() -> None:
    assert examples("````markdown\n```python\nprint()\n```\n````\n") == []


def test_an_include_names_its_program_and_its_lines() -> None:
    (example,) = examples(f'```python\n--8<-- "{SECTION}"\n```\n')
    source = example.program.source.splitlines()
    assert example.program.claim == "zombie-until-wait"
    assert source[example.first - 2].strip() == "# --8<-- [start:proof]"
    assert source[example.first - 1].strip() == example.code.splitlines()[0].strip()


def test_an_include_without_a_section_shows_the_whole_program() -> None:
    (example,) = examples(f"```python\n--8<-- '{WHOLE}'\n```\n")
    assert (example.first, example.code) == (1, example.program.source)


@pytest.mark.parametrize(
    "include, message",
    [
        ("process/no_such.py", "docs/en/process/made-up.md:3: no file snippets/process/no_such.py"),
        (
            f"{WHOLE}:nope",
            "made-up.md:3: snippets/process/zombie_until_wait.py has no section 'nope'",
        ),
        (
            f"{WHOLE}:3:5",
            "made-up.md:3: 'process/zombie_until_wait.py:3:5' includes by line number",
        ),
        (f'{WHOLE}"\nx = "1', "made-up.md:3: an include must be alone in its fence"),
    ],
)
def test_a_bad_include_is_named_with_its_place(include: str, message: str) -> None:
    with pytest.raises(BadPage) as failure:
        examples(f'one\n\n```python\n--8<-- "{include}"\n```\n')
    assert message in str(failure.value)
    assert "\n" not in str(failure.value)


def test_fences_say_where_they_are() -> None:
    text = Path(ROOT / "tests/proofs/samples/docs/en/sample.md").read_text("utf-8")
    for fence in fences(text):
        assert text.splitlines()[fence.line - 1].lstrip().startswith(("```", "~~~"))
        assert text[fence.start : fence.end].count("\n") == len(fence.lines) + 1
