"""Every page in a real browser, from a server and from the disk."""

import pytest

from tests.site import report, visit
from tests.site.page import LANGUAGES
from tests.site.serve import serving

MAX_REQUESTS = 8
NARROW = {"width": 360, "height": 740}
OTHER = {"en": "zh", "zh": "en"}
SCHEME = "document.body.getAttribute('data-md-color-scheme')"


def look(browser, base: str, address: str) -> list[str]:
    """Everything wrong with a page that only a browser can see."""
    with visit.tab(browser) as seen:
        seen.open(base + address)
        asked = len([url for url in seen.asked if not url.startswith(("data:", "blob:"))])
        found = [f"asks another host: {url}" for url in seen.strangers(base)]
        if asked > MAX_REQUESTS:
            found.append(f"{asked} requests before it is read; {MAX_REQUESTS} are allowed")
        seen.page.set_viewport_size(NARROW)
        found += [f"at 360 px: {what}" for what in seen.overflow() + seen.unseen_pictures()]
        return [f"site/{address}: {what}" for what in found + seen.complaints]


@pytest.mark.parametrize("address", visit.pages())
def test_a_page_is_quiet_and_fits(browser, base, address):
    report.nothing(look(browser, base, address))


@pytest.mark.parametrize("address", ["en/reference/glossary.html", "zh/reference/glossary.html"])
def test_the_language_switch_stays_on_page_and_heading(browser, base, address):
    language, _, path = address.partition("/")
    with visit.tab(browser) as seen:
        seen.open(f"{base}{address}#zombie-process")
        seen.page.locator(f"header a[data-language={OTHER[language]}]").click()
        seen.page.wait_for_url(f"{base}{OTHER[language]}/**")
        assert seen.page.url == f"{base}{OTHER[language]}/{path}#zombie-process"
        assert seen.page.locator("#zombie-process").evaluate(
            "heading => Math.abs(heading.getBoundingClientRect().top) < innerHeight"
        )


def test_the_palette_is_kept(browser, base):
    with visit.tab(browser) as seen:
        seen.open(f"{base}en/index.html")
        schemes = [seen.page.evaluate(SCHEME)]
        for _ in range(2):
            seen.page.locator("form[data-md-component=palette] label:visible").click()
            schemes.append(seen.page.evaluate(SCHEME))
        assert set(schemes) == {"default", "slate"}
        seen.open(f"{base}en/reference/glossary.html")
        assert seen.page.evaluate(SCHEME) == schemes[-1]
        assert seen.complaints == []


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh"), ("en-GB", "en"), ("fr", "en")])
def test_the_chooser_goes_by_the_browsers_language(browser, base, locale, language):
    with visit.tab(browser, locale=locale) as seen:
        seen.open(f"{base}index.html")
        seen.page.wait_for_url(f"{base}{language}/index.html")
        assert seen.complaints == [] and seen.strangers(base) == []


def test_the_chooser_remembers(browser, base):
    with visit.tab(browser, locale="zh-CN") as seen:
        seen.open(f"{base}index.html")
        seen.page.wait_for_url(f"{base}zh/index.html")
        seen.page.locator("header a[data-language=en]").click()
        seen.page.wait_for_url(f"{base}en/index.html*")
        seen.open(f"{base}index.html")
        seen.page.wait_for_url(f"{base}en/index.html")


def test_the_chooser_works_without_scripts(browser, base):
    for language in LANGUAGES:
        with visit.tab(browser, java_script_enabled=False) as seen:
            seen.page.goto(f"{base}index.html")
            seen.page.locator(f"a[href^='{language}/']").first.click()
            seen.page.wait_for_url(f"{base}{language}/index.html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_page_speaks_the_language_of_its_path(browser, server, language):
    with visit.tab(browser) as seen:
        seen.open(f"{server}{language}/process/no-such-page.html")
        text = seen.page.locator("body").inner_text()
        assert ("找不到" in text or "没有" in text) == (language == "zh")
        seen.page.locator(f"a[href*='{language}/']:visible").first.click()
        seen.page.wait_for_url(f"{server}{language}/index.html")
        assert seen.strangers(server) == []


BAD = """\
<html><head><meta http-equiv="Content-Security-Policy" content="script-src 'self'"></head>
<body><figure style="width:0"><svg style="width:100%"><title>lost</title></svg></figure>
<img src="http://127.0.0.2:9/x.png"><div style="width:500px">wide</div>
<script>blocked()</script><script src="a.js"></script></body></html>
"""


def test_a_bad_page_is_found(browser, tmp_path):
    (tmp_path / "bad.html").write_text(BAD, "utf-8")
    (tmp_path / "a.js").write_text("console.error('oh'); throw new Error('no')", "utf-8")
    with serving(tmp_path) as base:
        found = "\n".join(look(browser, base, "bad.html"))
    for sign in (
        "asks another host: http://127.0.0.2:9/x.png",
        "failed: http://127.0.0.2:9/x.png",
        "Content Security Policy",
        "error: oh",
        "error: no",
        'at 360 px: <div style="width:500px">',
        "at 360 px: a picture is 0 px wide: lost",
    ):
        assert sign in found


def test_too_many_requests_are_found(browser, tmp_path):
    pictures = "<link rel='icon' href='data:,'>" + "".join(
        f"<img src='{name}.svg'>" for name in range(MAX_REQUESTS)
    )
    (tmp_path / "many.html").write_text(pictures, "utf-8")
    for name in range(MAX_REQUESTS):
        (tmp_path / f"{name}.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    with serving(tmp_path) as base:
        assert look(browser, base, "many.html") == [
            "site/many.html: 9 requests before it is read; 8 are allowed"
        ]
