"""Headers: what they declare, and what is said of a wrong one."""

from pathlib import Path

import pytest

from tests.proofs.program import BadProgram, Program, at, every, named

GOOD = """\
\"\"\"One and one
make two.

More.\"\"\"
# needs: nothing
# break: 1 + 1 => 1 + 2
assert 1 + 1 == 2
"""


def program(tmp_path: Path, source: str) -> Program:
    path = tmp_path / "sample" / "made_up.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(source)
    return at(path)


def test_a_header_is_read(tmp_path: Path) -> None:
    good = program(tmp_path, GOOD + "# masks: pid, time\n# alone\n")
    good.check()
    assert good.claim == "made-up"
    assert good.sentence == "One and one make two."
    assert (good.needs, good.masks, good.alone) == ([], ["pid", "time"], True)


def test_a_break_changes_the_code_and_no_line_number(tmp_path: Path) -> None:
    good = program(tmp_path, GOOD)
    (change,) = good.breaks
    assert (change.number, change.line, change.old, change.new) == (1, 6, "1 + 1", "1 + 2")
    assert good.broken(change) == GOOD.replace("assert 1 + 1", "assert 1 + 2")


@pytest.mark.parametrize(
    "old, new, message",
    [
        ('"""One and one\nmake two.\n\nMore."""', "", ":1: no docstring; begin with the claim"),
        ("# needs: nothing\n", "", ":1: no '# needs:' line; write '# needs: nothing'"),
        ("needs: nothing", "needs: roof", ":5: unknown need 'roof'; known: "),
        ("needs: nothing", "needs: nothing\n# masks: pig", ":6: unknown mask 'pig'; known: "),
        ("# break: 1 + 1 => 1 + 2\n", "", ":1: no '# break:' line; name the change"),
        ("=> 1 + 2", "1 + 2", ":6: write '# break: OLD => NEW'"),
        ("break: 1 + 1", "break: 1 + 3", ":6: the text to break, '1 + 3', occurs 0 times"),
        ("assert 1 + 1", "assert 1 + 1 == 1 + 1", ":6: the text to break, '1 + 1', occurs 2 times"),
    ],
)
def test_a_bad_header_is_one_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(BadProgram) as failure:
        program(tmp_path, GOOD.replace(old, new, 1)).check()
    assert f"snippets/sample/made_up.py{message}" in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_program_has_many_names() -> None:
    assert named("zombie-until-wait") == named("snippets.process.zombie_until_wait")
    assert named("snippets/process/zombie_until_wait.py").claim == "zombie-until-wait"
    with pytest.raises(LookupError, match="no program is named 'nonsense'"):
        named("nonsense")


@pytest.mark.parametrize("each", every(), ids=lambda program: program.claim)
def test_every_header_is_good(each: Program) -> None:
    each.check()
