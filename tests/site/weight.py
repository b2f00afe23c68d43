"""How much does a page weigh when it is first seen, and how much of that is ours?"""

import gzip
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.site import built

KB = 1024
MAX_HTML = 100 * KB  # as it is
MAX_SEEN = 80 * KB  # compressed, with everything that is fetched before the page is read
MAX_OURS = 20 * KB  # of that: all but the theme's own files

_THEMES = re.compile(r"assets/(?:javascripts|stylesheets)/[\w.]+\.[0-9a-f]{8}\.min\.(?:js|css)$")


@dataclass(frozen=True, order=True)
class Weight:
    """Bytes: compressed, what is fetched at first, and what of it is ours; the HTML as it is."""

    seen: int
    ours: int
    html: int
    page: str

    def __str__(self) -> str:
        seen, ours, html = (f"{size / KB:.1f} KB" for size in (self.seen, self.ours, self.html))
        return f"{self.page}: {seen} compressed at first view, of it ours {ours}; HTML {html}"


def page_weights(site: Path) -> list[Weight]:
    """The weights of all pages of a site."""
    return [weigh(site, page) for page in built.pages(site)]


def weigh(site: Path, page: str) -> Weight:
    """The weight of a page, with its styles, scripts, icon, and pictures that don't wait."""
    files = {site / page}
    for reference in built.read(site / page).references:
        relation = reference.attributes.get("rel", "")
        wanted = (
            reference.tag == "script"
            or (reference.tag == "link" and relation in ("stylesheet", "icon"))
            or (reference.tag == "img" and reference.attributes.get("loading") != "lazy")
        )
        if wanted and reference.path and not reference.target.startswith("data:"):
            files.add(((site / page).parent / reference.path).resolve())
    sizes = {file: _compressed(file) for file in files}
    ours = sum(size for file, size in sizes.items() if not _THEMES.search(str(file)))
    return Weight(sum(sizes.values()), ours, (site / page).stat().st_size, page)


@cache
def _compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def excess(weight: Weight) -> list[str]:
    """One line for each limit that a page breaks."""
    limits = [
        (weight.html, MAX_HTML, "of HTML"),
        (weight.seen, MAX_SEEN, "compressed at first view"),
        (weight.ours, MAX_OURS, "compressed are ours"),
    ]
    return [
        f"site/{weight.page}: {size / KB:.1f} KB {what}; {limit // KB} KB are allowed"
        for size, limit, what in limits
        if size > limit
    ]
