"""Finish the site once both languages are built: ``python -m press.site``.

Writes into ``site/`` what belongs to both: the door, the page for wrong addresses, the site map,
each page's security policy, and the zip to take away.
"""

import re
import sys
import zipfile
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from mkdocs.utils.yaml import yaml_load

from press.edition import seconds
from press.extensions.places import SNIPPETS
from press.languages import LANGUAGES
from press.lighten import lighten
from press.policy import protect

SITE = Path("site")
PAGES = Path(__file__).with_name("pages")
ZIP = "three-walls.zip"
# What the builder leaves in each language's folder and nobody asks for: a page for wrong
# addresses and a site map (the site has its own), source maps, stemmers of other languages.
LEFTOVERS = (
    "404.html",
    "sitemap.xml*",
    "objects.inv",
    "assets/images/*",
    "**/*.map",
    "assets/javascripts/lunr/**/*",
)


def main() -> None:
    for language in LANGUAGES:
        if not (SITE / language.folder / "index.html").is_file():
            sys.exit(f"{SITE / language.folder} is not built yet; run make site")
        tidy(SITE / language.folder)
    root = root_url()
    base = re.sub(r"^\w+://[^/]+", "", root)
    for name in ("index.html", "404.html"):
        page = (PAGES / name).read_text("utf-8").replace("{{base}}", escape(base))
        (SITE / name).write_text(page, "utf-8")
    lighten(SITE)
    for path in SITE.rglob("*.html"):
        html = path.read_text("utf-8")
        if "Content-Security-Policy" not in html:
            path.write_text(protect(html), "utf-8")
    (SITE / "sitemap.xml").write_text(sitemap(root), "utf-8")
    pack(SITE / ZIP)


def root_url() -> str:
    """The site's address, with a slash at its end."""
    with Path("mkdocs.yml").open(encoding="utf-8") as config:
        return yaml_load(config)["site_url"].rstrip("/") + "/"


def tidy(folder: Path) -> None:
    for pattern in LEFTOVERS:
        for path in folder.glob(pattern):
            if path.is_file():
                path.unlink()


def sitemap(root: str) -> str:
    """Every page in every language, each naming its counterparts."""
    first = SITE / LANGUAGES[0].folder
    urls = []
    for path in sorted(first.rglob("*.html")):
        page = path.relative_to(first).as_posix()
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language.tag}" '
            f'href="{escape(f"{root}{language.folder}/{page}")}"/>'
            for language in LANGUAGES
        )
        urls += [
            f"<url><loc>{escape(f'{root}{language.folder}/{page}')}</loc>{alternates}</url>\n"
            for language in LANGUAGES
        ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{''.join(urls)}</urlset>\n"
    )


def pack(target: Path) -> None:
    """The whole site and the programs as a zip; the same bytes whenever they are the same."""
    draft = target.with_suffix(".new")
    when = datetime.fromtimestamp(seconds(), UTC).timetuple()[:6]
    files = {path.relative_to(SITE): path for path in SITE.rglob("*") if path.is_file()}
    files |= {path: path for path in SNIPPETS.rglob("*") if path.suffix in (".py", ".toml")}
    files |= {path: path for path in Path().glob("LICENSE*")}
    for left_out in (target, draft):
        files.pop(left_out.relative_to(SITE), None)
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in sorted(files.items()):
            entry = zipfile.ZipInfo(f"three-walls/{name.as_posix()}", when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    draft.replace(target)


if __name__ == "__main__":
    main()
