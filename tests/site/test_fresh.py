"""The site that is tested is there, and is the one that the sources make."""

import os

import pytest

from tests.site import fresh, report


def test_the_site():
    report.nothing([line for line in [fresh.fault()] if line])


@pytest.fixture
def tree(tmp_path):
    for age, name in enumerate(
        ["site/en/index.html", "site/zh/index.html", "site/index.html", "docs/en/a.md"]
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (1000 - age, 1000 - age))
    return tmp_path


def test_a_fresh_site(tree):
    assert fresh.fault(tree) == ""


def test_a_site_that_is_missing_in_part(tree):
    (tree / "site" / "zh" / "index.html").unlink()
    assert fresh.fault(tree) == "site/zh/index.html is not there; run `make site` first"


def test_a_site_older_than_a_page(tree):
    os.utime(tree / "docs" / "en" / "a.md", (2000, 2000))
    assert fresh.fault(tree) == "site/ is older than docs/en/a.md; run `make site` first"


def test_a_compiled_module_does_not_count(tree):
    (tree / "docs" / "press" / "__pycache__").mkdir(parents=True)
    (tree / "docs" / "press" / "__pycache__" / "a.pyc").touch()
    assert fresh.fault(tree) == ""
