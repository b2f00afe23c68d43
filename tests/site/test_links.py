"""Every reference of the built site leads somewhere, under any path and from a disk."""

import zipfile

import pytest

from tests.site import links, report, visit

PAGE = """\
<html><head>
<link rel="canonical" href="https://example.org/any/en/a.html">
<link rel="alternate" hreflang="zh" href="https://example.org/any/zh/a.html">
<link rel="alternate" hreflang="x-default" href="https://example.org/any/">
<link rel="stylesheet" href="../main.css"><script src="../main.js"></script></head>
<body><h1 id="a">A</h1><a href="#a">a</a> <a href="b.html#b">b</a> <a href="../en/b.html">b</a>
<a href="https://example.org/">out</a><img src="../p.svg" srcset="../p.svg 1x, ../p.svg 2x">
<img src="data:image/svg+xml,x"></body></html>
"""


@pytest.fixture
def small(tmp_path):
    """A site with nothing wrong."""
    for name, text in {
        "index.html": '<a href="en/a.html">en</a>',
        "404.html": '<style>b{color:red}</style><a href="/">home</a>',
        "main.css": "b{background:url(p.svg)} i{background:url(data:x)}",
        "main.js": "",
        "p.svg": "<svg/>",
        "en/a.html": PAGE,
        "en/b.html": '<h1 id="b">B</h1>',
        "zh/a.html": '<h1 id="a">甲</h1>',
        "en/sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>'
        "https://example.org/any/en/a.html</loc></url></urlset>",
        "en/search/search_index.json": '{"docs": [{"location": "a.html#a"}]}',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_the_site(site):
    found = links.check(site)
    if not list(site.glob("*.pdf")):  # built without books, as the tests of the books say
        found = [line for line in found if not line.endswith('.pdf"> leads nowhere')]
    report.nothing(found)


def test_every_page_leads_to_its_twin(site):
    report.nothing(links.switches(site, visit.pages()))


def test_the_zip_holds_the_site(site):
    archive = site / "three-walls.zip"
    report.nothing([] if archive.exists() else ["site/three-walls.zip is missing; `make site`"])
    report.nothing(links.packed(site, archive))


def test_a_good_site_has_no_findings(small):
    assert links.check(small) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "finding"),
    [
        (
            "en/a.html",
            'href="b.html#b"',
            'href="c.html"',
            'en/a.html:6: <a href="c.html"> leads',
        ),
        ("en/a.html", "b.html#b", "b.html#c", "leads to no id 'c' in en/b.html"),
        ("en/a.html", '"#a"', '"#z"', "leads to no id 'z' in en/a.html"),
        ("en/a.html", '"#a"', '"../en/"', "leads to a folder, which works only on a server"),
        ("en/a.html", '"#a"', '"/en/b.html"', "starts at the root of the host; make it relative"),
        ("en/a.html", '"../main.js"', '"https://cdn.example/x.js"', "asks another host"),
        ("en/a.html", '"../main.css"', '"//cdn.example/x.css"', "asks another host"),
        ("en/a.html", "../p.svg 2x", "https://cdn.example/p.svg 2x", "asks another host"),
        ("en/a.html", "data:image/svg+xml,x", "javascript:void(0)", "asks another host"),
        ("en/a.html", "any/zh/a.html", "any/zh/b.html", "is the address of another page"),
        ("en/b.html", "<h1", '<i id="b"></i><h1', "site/en/b.html: id 'b' occurs 2 times"),
        ("404.html", "<style>", '<link rel="stylesheet" href="main.css"><style>', "inline it"),
        ("main.css", "p.svg", "q.svg", "site/main.css: url(q.svg) leads nowhere"),
        ("main.css", "p.svg", "https://cdn.example/q.svg", "asks another host"),
        ("404.html", "color:red", "background:url(//cdn.example/x)", "asks another host"),
        ("en/sitemap.xml", "en/a.html", "en/z.html", "is no page of the site"),
        ("en/search/search_index.json", "#a", "#b", "search_index.json: a.html#b leads nowhere"),
    ],
)
def test_a_bad_reference_is_found(small, name, old, new, finding):
    path = small / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert any(finding in line for line in links.check(small))


def test_a_switch_that_leads_elsewhere_is_found(small):
    page = small / "en" / "a.html"
    page.write_text('<a data-language="zh" href="../zh/a.html">zh</a>', "utf-8")
    assert links.switches(small, ["en/a.html"]) == []
    page.write_text('<a data-language="zh" href="../zh/b.html">zh</a>', "utf-8")
    assert "does not lead to site/zh/a.html" in links.switches(small, ["en/a.html"])[0]


def test_a_zip_of_another_site_is_found(small):
    archive = small / "site.zip"
    paths = list(small.rglob("*.*"))
    with zipfile.ZipFile(archive, "w") as file:
        for path in paths:
            file.write(path, f"three-walls/{path.relative_to(small)}")
        file.writestr("three-walls/snippets/a.py", "")
    assert links.packed(small, archive) == []
    (small / "en" / "b.html").write_text("changed", "utf-8")
    (small / "new.html").write_text("new", "utf-8")
    assert [line.split()[1] for line in links.packed(small, archive)] == ["en/b.html", "new.html"]
