"""What the tests of the built site share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site import fresh, visit
from tests.site.serve import serving


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site; skips if it is not there or stale, which ``test_fresh.py`` fails for."""
    if reason := fresh.fault():
        pytest.skip(reason)
    return fresh.SITE


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
