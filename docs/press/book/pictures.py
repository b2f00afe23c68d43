"""Pictures as vectors: every SVG inline, its colours resolved, its words in the book's fonts."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from press.book import fonts
from press.book.errors import BookError
from press.book.source import Page
from press.book.tree import one

# var(--name, fallback): the fallback is the light theme's value, which is what paper wants.
VARIABLE = re.compile(r"var\(\s*--[\w-]+\s*,\s*((?:[^()]|\([^()]*\))*)\)")
FAMILY = re.compile(r"(?<=font-family:)[^;}]+")

# The pictures' letters are 15 units high; at this size they are as large as the text.
POINTS_PER_UNIT = 0.68


def place(soup: BeautifulSoup, page: Page, language: str) -> None:
    """Make the drawings of *page* fit for paper, each as large as its letters ask for."""
    for image in soup("img"):
        raise BookError(f"{page.path}: picture {image.get('src')} is none of docs/diagrams")
    for number, drawing in enumerate(soup("svg")):
        if drawing.find_parent("svg") is None:
            _resolve(drawing, f"{page.slug}-p{number}-", language)


def _resolve(drawing: Tag, prefix: str, language: str) -> None:
    title = one(drawing, "title")  # a PDF has one text per picture: title and description
    title.string = f"{title.get_text(strip=True)} {one(drawing, 'desc').get_text(strip=True)}"
    elements = [drawing, *drawing(True)]
    own = {str(element["id"]) for element in elements if element.get("id")}
    for element in elements:
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
    for known in own:
        value = value.replace(f"url(#{known})", f"url(#{prefix}{known})")
        if name in ("href", "xlink:href") and value == f"#{known}":
            value = f"#{prefix}{known}"
    return value


def _print_fonts(style: str, language: str) -> str:
    return FAMILY.sub(lambda match: fonts.stack(match[0], language), style)


def _flat(value: str) -> str:
    while (resolved := VARIABLE.sub(r"\1", value)) != value:
        value = resolved
    return value
