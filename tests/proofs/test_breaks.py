"""Teeth: every proof fails when its mechanism is removed, with the output that the page shows."""

import pytest

from tests.proofs import masks, session
from tests.proofs.evaluate import shorten
from tests.proofs.program import Break, Program, every
from tests.proofs.record import as_printed, unbroken

CHANGES = [(program, change) for program in every() for change in program.breaks]


@pytest.mark.parametrize("change", CHANGES, ids=lambda pair: f"{pair[0].claim}-{pair[1].number}")
def test_break(change: tuple[Program, Break]) -> None:
    program, how = change
    if reason := session.runner().submit(program).result().unavailable:
        pytest.skip(f"{program.claim} can't be proved here: {reason}")
    outcome = session.runner().submit(program, how).result()
    assert not (why := unbroken(outcome, how)), why
    record = program.break_record(how.number)
    assert record.exists(), f"no record {shorten(record)}; make it with: make record"
    differs = masks.difference(record.read_text("utf-8"), as_printed(outcome), program.masks)
    assert not differs, (
        f"{shorten(record)} says otherwise (if the new one is right: make record)\n{differs}"
    )
