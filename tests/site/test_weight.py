"""A page is light, so that it is read on a slow line too."""

import random

from tests.site import report, weight


def test_the_site(site):
    report.nothing([line for page in weight.page_weights(site) for line in weight.excess(page)])


def noise(size: int) -> str:
    """Text that compresses to at least half of its size."""
    return "".join(random.Random(size).choices("0123456789abcdef", k=size))


def page(folder, body: str):
    theme = folder / "assets" / "javascripts" / "bundle.0123abcd.min.js"
    theme.parent.mkdir(parents=True)
    theme.write_text(noise(60_000), "utf-8")
    (folder / "ours.css").write_text(noise(30_000), "utf-8")
    (folder / "picture.svg").write_text(noise(90_000), "utf-8")
    (folder / "page.html").write_text(body, "utf-8")
    return weight.weigh(folder, "page.html")


THEME = '<script src="assets/javascripts/bundle.0123abcd.min.js"></script>'
OURS = '<link rel="stylesheet" href="ours.css">'


def test_what_counts_as_ours(tmp_path):
    found = page(tmp_path, THEME + OURS + '<img src="picture.svg" loading="lazy">')
    assert 15_000 < found.ours < 20_000 < 45_000 < found.seen < 60_000
    assert weight.excess(found) == []


def test_a_heavy_page_breaks_every_limit(tmp_path):
    found = page(tmp_path, THEME + OURS + '<img src="picture.svg">' + noise(103_000))
    limits = [line.split("; ")[1] for line in weight.excess(found)]
    assert limits == [f"{limit} KB are allowed" for limit in (100, 80, 20)]
