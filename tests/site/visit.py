"""A page in a real browser, and everything it said and asked for."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.site.page import LANGUAGES, sources

ARGUMENTS = [
    "--no-sandbox",  # as root there is none; only our own pages are visited
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SETTLED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))"


def chromium() -> str | None:
    """The browser to drive: ``$CHROMIUM``, else the first on the PATH."""
    if named := os.environ.get("CHROMIUM"):
        return named
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def pages() -> list[str]:
    """The addresses of all pages of both languages, relative to the site."""
    return [
        f"{language}/{source.rsplit('.', 1)[0]}.html"
        for language in LANGUAGES
        for source in sources(language)
    ]


class Visit:
    """A tab. ``asked`` are the addresses it requested, ``complaints`` what its console said."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def open(self, address: str) -> None:
        """Go to an address and wait until the page's scripts have run."""
        self.page.goto(address, wait_until="load")
        self.page.evaluate(SETTLED)

    def strangers(self, base: str) -> list[str]:
        """What was requested from elsewhere than the site at ``base``."""
        local = (base, "data:", "blob:")
        return [address for address in self.asked if not address.startswith(local)]

    def overflow(self) -> list[str]:
        """What sticks out of the page at the right, so that it scrolls sideways."""
        return self.page.evaluate(
            """() => {
              const width = document.documentElement.clientWidth
              if (document.documentElement.scrollWidth <= width) return []
              return [...document.querySelectorAll("body *")]
                .filter(e => e.getBoundingClientRect().right > width + 1)
                .map(e => e.outerHTML.slice(0, 80)).slice(0, 3).concat("scrolls sideways")
            }"""
        )

    def unseen_pictures(self) -> list[str]:
        """The pictures that take up too little room to be read."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll("figure svg")]
                .filter(e => e.getBoundingClientRect().width < 280)
                .map(e => `a picture is ${e.getBoundingClientRect().width} px wide: `
                    + e.querySelector("title")?.textContent)"""
        )


@contextmanager
def tab(browser: Any, **options: Any) -> Iterator[Visit]:
    """A tab of its own: empty cache, no cookies. options: as for Playwright's ``new_context``."""
    context = browser.new_context(**options)
    context.set_default_timeout(5_000)
    try:
        yield Visit(context.new_page())
    finally:
        context.close()
