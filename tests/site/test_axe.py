"""No page has an accessibility fault that axe-core can find: wide and narrow, light and dark."""

import tarfile
from itertools import product

import pytest

from tests.site import axe, report, visit

SIZES = {"1280 px": {"width": 1280, "height": 900}, "360 px": {"width": 360, "height": 740}}
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def checker():
    if not axe.SCRIPT.exists():
        pytest.skip(f"axe-core {axe.VERSION} is not in .cache; fetch it: {axe.FETCH}")


def audit(browser, address: str) -> list[str]:
    """Every violation on a page, in each size and colour scheme."""
    found = []
    with visit.tab(browser, reduced_motion="reduce") as seen:
        seen.open(address)
        for scheme, (size, viewport) in product(SCHEMES, SIZES.items()):
            seen.page.emulate_media(color_scheme=scheme)
            seen.page.set_viewport_size(viewport)
            seen.page.evaluate(visit.SETTLED)
            found += [f"{size}, {scheme}: {line}" for line in axe.violations(seen.page)]
    return found


@pytest.mark.parametrize("address", [*visit.pages(), "index.html", "404.html"])
def test_a_page_is_accessible(checker, browser, server, address):
    report.nothing([f"site/{address}: {line}" for line in audit(browser, server + address)])


def test_a_bad_page_is_found(checker, browser, tmp_path):
    page = tmp_path / "bad.html"
    page.write_text(
        "<html lang=en><title>t</title><style>@media (prefers-color-scheme: dark)"
        "{p {color: #999}}</style><main><h1>h</h1><p>pale in the dark</p><img src=x></main>",
        "utf-8",
    )
    found = audit(browser, page.as_uri())
    assert sum("image-alt" in line for line in found) == len(SIZES) * len(SCHEMES)
    assert [line[:24] for line in found if "contrast" in line] == [
        "1280 px, dark: color-con",
        "360 px, dark: color-cont",
    ]


def test_another_package_is_not_used(tmp_path):
    package = tmp_path / "axe-core.tgz"
    with tarfile.open(package, "w:gz") as archive:
        (tmp_path / "axe.min.js").write_text("window.axe = 1")
        archive.add(tmp_path / "axe.min.js", "package/axe.min.js")
    with pytest.raises(ValueError, match="not used"):
        axe.unpack(package, tmp_path / "script.js")
    assert not (tmp_path / "script.js").exists()
