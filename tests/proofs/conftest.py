"""What the tests of the runner share: a small book of samples, and an early start for breaks."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proofs import session as proofs
from tests.proofs.program import ROOT, SNIPPETS

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book that has the real runner and the samples as its only chapter."""
    tree = tmp_path_factory.mktemp("book")
    skip = shutil.ignore_patterns("__pycache__", "samples", "test_*.py")
    shutil.copytree(SAMPLES, tree, dirs_exist_ok=True)
    for name in ("__init__.py", "needs.py"):
        shutil.copy(SNIPPETS / name, tree / "snippets" / name)
    shutil.copytree(SNIPPETS / "linux", tree / "snippets" / "linux", ignore=skip)
    (tree / "snippets" / "vm").mkdir()  # what the needs ask of it, and none of its claims
    for name in ("__init__.py", "guest.py", "debian.py", "qemu.py", "running.py"):
        shutil.copy(SNIPPETS / "vm" / name, tree / "snippets" / "vm" / name)
    (tree / "snippets" / "sample" / "__init__.py").touch()
    shutil.copytree(ROOT / "tests" / "proofs", tree / "tests" / "proofs", ignore=skip)
    (tree / "tests" / "__init__.py").touch()
    shutil.copy(ROOT / "docs" / "conftest.py", tree / "docs" / "conftest.py")
    shutil.copy(ROOT / "pyproject.toml", tree / "pyproject.toml")
    return tree


def in_book(book: Path, *command: str) -> subprocess.CompletedProcess:
    """Run a Python command in the small book and return all that it printed."""
    return subprocess.run(
        [sys.executable, *command], cwd=book, capture_output=True, text=True, timeout=120
    )


def pytest_collection_finish(session: pytest.Session) -> None:
    """Plan the breaks that were selected; each test then waits for its own."""
    for item in session.items:
        parametrized = getattr(item, "callspec", None)
        if parametrized and "change" in parametrized.params:
            proofs.plan(*parametrized.params["change"])
