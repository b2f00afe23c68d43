"""What the tests of the built site share."""

import os
from pathlib import Path

import pytest

from tests.site.page import DOCS, ROOT

SITE = ROOT / "site"


def newest(*paths: Path) -> float:
    """When the last of these files, or of the files below these folders, was changed."""
    times = [0.0]
    for path in paths:
        if path.is_file():
            times.append(path.stat().st_mtime)
        for folder, folders, files in os.walk(path):
            folders[:] = [name for name in folders if name != "__pycache__"]
            times += [(Path(folder) / name).stat().st_mtime for name in files]
    return max(times)


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site. It must be there, and not older than what it is made from."""
    homes = [SITE / language / "index.html" for language in ("en", "zh")] + [SITE / "index.html"]
    missing = [home for home in homes if not home.is_file()]
    if missing:
        pytest.fail(f"{missing[0].relative_to(ROOT)} is not there; run `make site` first", False)
    sources = [DOCS, ROOT / "snippets", ROOT / "mkdocs.yml", ROOT / "mkdocs.zh.yml"]
    if newest(*sources) > min(home.stat().st_mtime for home in homes):
        pytest.fail("site/ is older than what it is made from; run `make site` first", False)
    return SITE
