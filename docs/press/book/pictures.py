"""Pictures as vectors: every SVG inline, its colours resolved, its words in the book's fonts."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from press.book import fonts
from press.book.errors import BookError
from press.book.source import Page, Source

# var(--name, fallback): the fallback is the light theme's value, which is what paper wants.
VARIABLE = re.compile(r"var\(\s*--[\w-]+\s*,\s*((?:[^()]|\([^()]*\))*)\)")
FAMILY = re.compile(r"(?<=font-family:)[^;}]+")

# The pictures' letters are 15 units high; at this size they are as large as the text.
POINTS_PER_UNIT = 0.68


def place(soup: BeautifulSoup, page: Page, source: Source) -> None:
    """Put every picture of *page* into the text, as large as its letters ask for."""
    for image in soup("img"):
        file = _file(image, page, source.site)
        if file.suffix == ".svg":
            drawing = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").svg
            if drawing is None:
                raise BookError(f"{file}: no <svg> in it; regenerate the picture")
            _describe(soup, drawing, str(image.get("alt", "")))
            image.replace_with(drawing)
        else:
            image["src"] = file.resolve().as_uri()
    for number, drawing in enumerate(soup("svg")):
        if drawing.find_parent("svg") is None:
            _resolve(drawing, f"{page.slug}-p{number}-", source.language)


def _file(image: Tag, page: Page, site: Path) -> Path:
    address = urlsplit(str(image.get("src", "")))
    file = (site / page.path).parent / unquote(address.path)
    if address.scheme or not file.is_file():
        raise BookError(f"{page.path}: picture {image.get('src')} is not in the built site")
    return file


def _describe(soup: BeautifulSoup, drawing: Tag, words: str) -> None:
    """Give the drawing one title that says all: the PDF has one text per figure."""
    title = drawing.find("title", recursive=False)
    if words or not isinstance(title, Tag):
        for old in drawing.find_all("title", recursive=False):
            old.decompose()
        title = soup.new_tag("title")
        title.string = words
        drawing.insert(0, title)


def _resolve(drawing: Tag, prefix: str, language: str) -> None:
    description = drawing.find("desc", recursive=False)
    title = drawing.find("title", recursive=False)
    if isinstance(description, Tag) and isinstance(title, Tag):
        title.string = f"{title.get_text(strip=True)} {description.get_text(' ', strip=True)}"
    own = {str(element["id"]) for element in drawing.select("[id]")}
    if drawing.get("id"):
        own.add(str(drawing["id"]))
    for element in [drawing, *drawing.find_all(True)]:
        for name, value in list(element.attrs.items()):
            if isinstance(value, str):
                element[name] = _value(name, value, own, prefix, language)
        if element.name == "style" and element.string:
            element.string = _print_fonts(_flat(str(element.string)), language)
    width = float(str(drawing["viewbox"]).split()[2])
    drawing["style"] = f"width:{width * POINTS_PER_UNIT:.0f}pt"


def _value(name: str, value: str, own: set[str], prefix: str, language: str) -> str:
    """Resolve variables, and keep the ids of two pictures apart."""
    value = _flat(value)
    if name == "style":
        return _print_fonts(value, language)
    if name == "font-family":
        return fonts.stack(value, language)
    if name == "id":
        return prefix + value
    if name in ("aria-labelledby", "aria-describedby"):
        return " ".join(prefix + word for word in value.split())
    for one in own:
        value = value.replace(f"url(#{one})", f"url(#{prefix}{one})")
        if name in ("href", "xlink:href") and value == f"#{one}":
            value = f"#{prefix}{one}"
    return value


def _print_fonts(style: str, language: str) -> str:
    return FAMILY.sub(lambda match: fonts.stack(match[0], language), style)


def _flat(value: str) -> str:
    while (resolved := VARIABLE.sub(r"\1", value)) != value:
        value = resolved
    return value
