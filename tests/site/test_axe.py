"""No page has an accessibility fault that axe-core can find: wide and narrow, light and dark."""

import re
import tarfile
from contextlib import ExitStack

import pytest

from tests.site import axe, report, visit

SIZES = {"1280 px": {"width": 1280, "height": 900}, "360 px": {"width": 360, "height": 740}}
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def checker():
    if not axe.SCRIPT.exists():
        pytest.skip(f"axe-core {axe.VERSION} is not in .cache; fetch it: {axe.FETCH}")


def audit(browser, address: str) -> list[str]:
    """Every violation on a page, in each size and colour scheme, both schemes at a time."""
    found = []
    with ExitStack() as stack:
        tabs = {}
        for scheme in SCHEMES:
            options = {"color_scheme": scheme, "reduced_motion": "reduce"}
            tabs[scheme] = stack.enter_context(visit.tab(browser, **options))
            tabs[scheme].open(address)
        for size, viewport in SIZES.items():
            for tab in tabs.values():
                tab.page.set_viewport_size(viewport)
                tab.page.evaluate(visit.SETTLED)
                axe.start(tab.page)
            for scheme, tab in tabs.items():
                found += [f"{size}, {scheme}: {line}" for line in axe.violations(tab.page)]
    return found


@pytest.mark.parametrize("address", [*visit.pages(), "404.html"])
def test_a_page_is_accessible(checker, browser, server, address):
    report.nothing([f"site/{address}: {line}" for line in audit(browser, server + address)])


def test_the_language_chooser_is_accessible(checker, browser, site, tmp_path):
    still = re.sub("<script>.*?</script>", "", (site / "index.html").read_text("utf-8"), flags=re.S)
    page = tmp_path / "index.html"  # without its script, which would lead on at once
    page.write_text(still, "utf-8")
    report.nothing([f"site/index.html: {line}" for line in audit(browser, page.as_uri())])


def test_a_bad_page_is_found(checker, browser, tmp_path):
    page = tmp_path / "bad.html"
    page.write_text(
        "<html lang=en><title>t</title><style>@media (prefers-color-scheme: dark)"
        "{p {color: #999}}</style><main><h1>h</h1><p>pale in the dark</p><img src=x></main>",
        "utf-8",
    )
    found = audit(browser, page.as_uri())
    assert sum("image-alt" in line for line in found) == len(SIZES) * len(SCHEMES)
    contrast = [line.partition(": color-contrast")[0] for line in found if "contrast" in line]
    assert contrast == ["1280 px, dark", "360 px, dark"]


def test_another_package_is_not_used(tmp_path):
    package = tmp_path / "axe-core.tgz"
    with tarfile.open(package, "w:gz") as archive:
        (tmp_path / "axe.min.js").write_text("window.axe = 1")
        archive.add(tmp_path / "axe.min.js", "package/axe.min.js")
    with pytest.raises(ValueError, match="not used"):
        axe.unpack(package, tmp_path / "script.js")
    assert not (tmp_path / "script.js").exists()
