"""Make the finished site lighter, file by file; slim.py knows how to make a text lighter."""

import re
from pathlib import Path

from press import slim

JOINED = re.compile(
    r'<link rel="stylesheet" href="[^"]*assets/pictures\.css">'
    r'|<script src="[^"]*assets/three-walls\.js"></script>'
)


def lighten(site: Path) -> None:
    """Leave out of a site's pages, styles and scripts what nobody sees."""
    pages = {path: slim.html(path.read_text("utf-8")) for path in site.rglob("*.html")}
    scripts = {path: path.read_text("utf-8") for path in site.glob("*/assets/**/*.js")}
    used = slim.names([*pages.values(), *scripts.values()])
    for path, text in pages.items():
        path.write_text(JOINED.sub("", text), "utf-8")
    for folder in site.glob("*/assets"):
        _join(folder / "pictures.css", folder / "three-walls.css")
        _join(folder / "iframe-worker.js", folder / "three-walls.js")
        (folder / "three-walls.js").rename(folder / "iframe-worker.js")
        script = folder / "iframe-worker.js"
        script.write_text(slim.script(script.read_text("utf-8")), "utf-8")
    done: dict[str, str] = {}  # both languages have the same styles
    for path in site.glob("*/assets/**/*.css"):
        text = path.read_text("utf-8")
        done[text] = done.get(text) or slim.styles(text, used)
        path.write_text(done[text], "utf-8")


def _join(first: Path, second: Path) -> None:
    """Put one file before another: one request less, and they compress better together."""
    second.write_text(first.read_text("utf-8") + second.read_text("utf-8"), "utf-8")
    first.unlink()
