"""Worksheets: each is run from beginning to end, and shows what it showed when it was committed."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tests.site.page import DOCS

WORKSHEETS = sorted((DOCS / "en").rglob("*.ipynb"))
# Who is at fault if a cell prints something else: the record it loads, or the page it is part of.
REMEDY = "if the new one is right: .venv/bin/jupyter nbconvert --execute --inplace"


def run(worksheet: Path) -> list[str]:
    """Run a worksheet in its own folder; one line for each cell that fails or says otherwise."""
    committed = nbformat.read(worksheet, as_version=4)
    again = nbformat.read(worksheet, as_version=4)
    try:
        NotebookClient(
            again, timeout=60, resources={"metadata": {"path": str(worksheet.parent)}}
        ).execute()
    except CellExecutionError as error:
        return [f"{worksheet.name}: {error.ename}: {error.evalue}"]
    return [
        f"{worksheet.name}: cell {number} says something else than was committed; {REMEDY}"
        for number, (old, new) in enumerate(zip(committed.cells, again.cells, strict=True), 1)
        if _shown(old) != _shown(new)
    ]


def _shown(cell: nbformat.NotebookNode) -> list:
    return [output.get("text") or output.get("data") for output in cell.get("outputs", [])]


@pytest.mark.parametrize("worksheet", WORKSHEETS, ids=lambda path: path.stem)
def test_a_worksheet_shows_what_it_computes(worksheet: Path) -> None:
    assert run(worksheet) == []


@pytest.mark.parametrize(
    "code, complaint",
    [("1 / 0", "ZeroDivisionError: division by zero"), ("print(2)", "cell 1 says something else")],
)
def test_a_bad_worksheet_is_found(tmp_path: Path, code: str, complaint: str) -> None:
    cell = nbformat.v4.new_code_cell(code)
    cell.outputs = [nbformat.v4.new_output("stream", text="1\n")]
    worksheet = tmp_path / "bad.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), worksheet)
    (found,) = run(worksheet)
    assert complaint in found
