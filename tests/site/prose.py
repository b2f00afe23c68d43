"""The words of a page that a reader reads as prose: no code, no addresses, no markup."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tests.site.page import ROOT, Page, Section, parse

CODE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for a code span: a neighbour, but not a word

_COMMENT = re.compile(r"<!--.*?-->")
_CODE = re.compile(r"(?P<ticks>`+)(?P<code>.+?)(?P=ticks)")
_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)(?:\s+\"(?P<title>[^\"]*)\")?\)")
_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)(?:\s+\"[^\"]*\")?\)")
_AUTOLINK = re.compile(r"<(?P<target>https?://[^>\s]+)>")
_BARE = re.compile(r"(?<![<(\"])\bhttps?://[^\s)>，。；、]+")
_DEFINITION = re.compile(r"^\[[^\]]+\]:\s*(?P<target>\S+).*$")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_ATTRIBUTES = re.compile(r"\{[:#.][^}]*\}|\{ [#.:][^}]*\}")
_EMPHASIS = re.compile(r"(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|\*+")
_SOURCES = re.compile(r"^\*\*(?:Sources\.|出处。)\*\*")
_QUOTED = re.compile(r"(?<!\*)\*[^*]+\*(?!\*)|(?<=《)[^》]+(?=》)")
_GAP = re.compile(r"^(\*\*[^*]+。\*\*) ")  # a Chinese run-in needs it only as markup
_LABEL = re.compile(r"^\*\*(?P<label>[^*]+[.。])\*\*")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+")
_MARKER = re.compile(r"^\s*(?:>\s?|[-*+]\s+|\d+\.\s+)+|^\s*\|[-:| ]+\|$|^///.*$")


def words(text: str) -> str:
    """The line as it is read: link texts stay, a code span becomes ``CODE``, markup goes.

    A list item begins with a bullet: it does not go on from the line before. Among sources, what
    is emphasized is the heading of somebody else's page, and becomes ``CODE`` too.
    """
    text = _GAP.sub(r"\1", _COMMENT.sub("", text))
    text = _ITEM.sub("•", _CODE.sub(CODE, text))
    if _SOURCES.match(text):
        text = _QUOTED.sub(CODE, text)
    text = _PICTURE.sub(lambda found: f"{found['alt']}|{found['title'] or ''}", text)
    text = _LINK.sub(lambda found: found["text"], text)
    for gone in (_AUTOLINK, _DEFINITION, _BARE, _TAG, _ATTRIBUTES, _MARKER, _EMPHASIS):
        text = gone.sub("", text)
    return text


def lines(page: Page, quotations: bool = True) -> Iterator[tuple[int, str]]:
    """Line number and words of every prose line and heading of a page.

    quotations: whether to include block quotes (the article's sentences, which are not ours).
    """
    for section in page.sections:
        if section.title:
            yield section.line, f"{words(section.title)}•"  # the next line does not go on from it
        for line in section.lines:
            if line.code or not line.text.strip():
                continue
            if not quotations and line.text.lstrip().startswith(">"):
                continue
            yield line.number, words(line.text)


def worksheet(path: Path, language: str) -> Iterator[Page]:
    """The prose cells of a worksheet in one language, each as a page of its own."""
    where = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
    cells = json.loads(path.read_text("utf-8"))["cells"]
    for number, cell in enumerate(cells, 1):
        if cell["cell_type"] == "markdown" and language in cell["metadata"].get("tags", []):
            yield parse("".join(cell["source"]), f"{where}, cell {number}")


def drawn(path: Path) -> list[tuple[int, str]]:
    """The words of a picture: its labels, title and description, numbered in order."""
    shown = ("text", "title", "desc")
    elements = [e for e in ElementTree.parse(path).iter() if e.tag.rpartition("}")[2] in shown]
    # Numbered by twos: a label does not go on from the one before.
    return [(2 * n, "".join(e.itertext()).strip()) for n, e in enumerate(elements, 1)]


def pictures(section: Section) -> Iterator[tuple[int, re.Match[str]]]:
    """Line number and match (groups alt, target, title) of every picture."""
    for line in section.lines:
        if not line.code:
            for found in _PICTURE.finditer(_CODE.sub("", line.text)):
                yield line.number, found


def links(section: Section) -> Iterator[tuple[int, str]]:
    """Line number and target of every link, pictures left out."""
    for line in section.lines:
        if line.code:
            continue
        text = _PICTURE.sub("", _CODE.sub(CODE, line.text))
        for pattern in (_LINK, _AUTOLINK, _DEFINITION):
            for found in pattern.finditer(text):
                yield line.number, found["target"]
        for found in _BARE.finditer(_AUTOLINK.sub("", _LINK.sub("", text))):
            yield line.number, found[0]


def labels(section: Section) -> Iterator[tuple[int, str]]:
    """Line number and text of every bold run-in: ``Predict.``, ``Break it.``"""
    for line in section.lines:
        if not line.code and (found := _LABEL.match(line.text)):
            yield line.number, found["label"]
