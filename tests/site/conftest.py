"""What the tests of the built site share."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site import visit
from tests.site.page import DOCS, ROOT
from tests.site.serve import serving

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once; skips with the reason where there is none."""
    program = visit.chromium()
    if not program:
        pytest.skip("no Chromium: apt-get install chromium, or name one: CHROMIUM=/path/to/it")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=visit.ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of the site on a web server."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def disk(site: Path) -> str:
    """The address of the site on the disk."""
    return f"{site.as_uri()}/"


@pytest.fixture(params=["server", "disk"])
def base(request: pytest.FixtureRequest) -> str:
    """The site's address, once from a server and once from the disk."""
    return request.getfixturevalue(request.param)
