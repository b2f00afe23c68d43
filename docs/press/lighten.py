"""Make the finished site lighter, file by file; slim.py knows how to make a text lighter."""

import re
from pathlib import Path

from press import slim

PICTURES_LINK = re.compile(r'<link rel="stylesheet" href="[^"]*assets/pictures\.css">')


def lighten(site: Path) -> None:
    """Leave out of a site's pages, styles and scripts what nobody sees."""
    pages = {path: slim.html(path.read_text("utf-8")) for path in site.rglob("*.html")}
    scripts = {path: path.read_text("utf-8") for path in site.glob("*/assets/**/*.js")}
    used = slim.names([*pages.values(), *scripts.values()])
    for path, text in pages.items():
        path.write_text(PICTURES_LINK.sub("", text), "utf-8")
    for path, text in scripts.items():
        if not path.name.endswith(".min.js"):
            path.write_text(slim.script(text), "utf-8")
    for folder in site.glob("*/assets"):
        _join_styles(folder)
    done: dict[str, str] = {}  # both languages have the same styles
    for path in site.glob("*/assets/**/*.css"):
        text = path.read_text("utf-8")
        done[text] = done.get(text) or slim.styles(text, used)
        path.write_text(done[text], "utf-8")


def _join_styles(folder: Path) -> None:
    """The pictures' colours, kept beside the pictures, join our styles: one request less."""
    pictures, ours = folder / "pictures.css", folder / "three-walls.css"
    if pictures.exists():
        ours.write_text(pictures.read_text("utf-8") + ours.read_text("utf-8"), "utf-8")
        pictures.unlink()
