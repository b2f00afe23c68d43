"""Claim cards on paper: what was folded is open, and the small print becomes small."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from press.book.source import Page
from press.book.tree import one
from press.extensions.words import words


@dataclass(frozen=True)
class Program:
    """A whole program, which the book prints in its last chapter."""

    anchor: str  # its id in the book
    path: str
    html: str


def settle(soup: BeautifulSoup, page: Page, language: str) -> list[Program]:
    """Lay out every card of *page*; return the whole programs, taken out of their cards."""
    programs = []
    for card in soup.select("section.claim"):
        for unseen in card.select(".claim__badge .claim__unseen"):
            unseen.decompose()
        _where(soup, card)
        _rerun(soup, card, words(language)("needs-nothing"))
        programs += _whole(soup, card, page)
        _foot(soup, card)
    return programs


def _where(soup: BeautifulSoup, card: Tag) -> None:
    """One line says where the claim holds; why not elsewhere is of no use on paper."""
    for block in card.select(".claim__where"):
        line = one(block, "summary, p")
        block.replace_with(_line(soup, "where", line.find_all("span", recursive=False)))


def _rerun(soup: BeautifulSoup, card: Tag, nothing: str) -> None:
    """One line says how to run the program; the imprint says what all need (*nothing* more)."""
    for block in card.select(".claim__rerun"):
        label = soup.new_tag("span")
        label.string = str(one(block, ".claim__caption").contents[0]).strip()
        command = one(block, "pre code")
        needs = one(block, ".claim__needs")
        needs.name = "span"
        parts = [label, command] if nothing in needs.get_text() else [label, command, needs]
        block.replace_with(_line(soup, "rerun", parts))


def _line(soup: BeautifulSoup, name: str, parts: list[Tag]) -> Tag:
    line = soup.new_tag("p", attrs={"class": f"card-line card-{name}"})
    parts[0]["class"] = "card-label"
    for part in parts:
        line.append(part)
        line.append(" ")
    return line


def _whole(soup: BeautifulSoup, card: Tag, page: Page) -> list[Program]:
    """Take the whole program out; a line in the card says where it is printed."""
    programs = []
    for details in card.select("details.claim__whole"):
        name = f"program-{card['aria-labelledby']}"
        path = one(details, "summary code")
        label = one(details, "summary > span")
        block = one(details, "pre")
        for span in block("span"):
            span.unwrap()  # no colours: in 80 pages of listings they would take the longest to set
        code = str(block)
        programs.append(Program(f"{page.slug}--{name}", path.get_text(), code))
        link = soup.new_tag("a", attrs={"href": f"#{name}", "class": "to-program"})
        link.append(path)
        details.replace_with(_line(soup, "whole", [label, link]))
    return programs


def _foot(soup: BeautifulSoup, card: Tag) -> None:
    """Keep the lines at the card's foot together on one page."""
    foot = soup.new_tag("div", attrs={"class": "card-foot"})
    lines = card.find_all("p", class_=["card-line", "claim__sources"], recursive=False)
    if lines:
        lines[0].insert_before(foot)
    for line in lines:
        foot.append(line)
