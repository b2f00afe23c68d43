"""Are the two languages equals? Everything but the words themselves must agree.

Compared as sequences: headings (level and id), claims with their options, includes, pictures and
run-ins. Compared as sets, since sentences may be ordered differently: links and numbers.
"""

import json
import re
from collections.abc import Callable, Iterable
from itertools import zip_longest
from pathlib import Path

from tests.site import prose
from tests.site.page import DOCS, Card, Page, Section, included, read, sources

# The bold run-ins that a page may use: English, Chinese.
RUN_INS = {"Predict.": "先猜一猜。", "Break it.": "弄坏它。", "Sources.": "出处。"}

Entry = tuple[str, int]  # what is compared, and the line it stands on

_LANGUAGE = re.compile(r"\.(?:en|zh)(?=\.\w+$)")
_NUMBER = re.compile(r"(?<![\w.\-])\d+(?:[ ,\N{NO-BREAK SPACE}\N{THIN SPACE}]\d{3})*(?:\.\d+)?")
_MANUAL_PAGE = re.compile(r"\b[\w.]+\(\d\w*\)")


def differences(docs: Path = DOCS) -> list[str]:
    """One line for each difference between ``docs/en`` and ``docs/zh``."""
    english, chinese = sources("en", docs), sources("zh", docs)
    found = [f"docs/zh/{path}: missing; write it" for path in english if path not in chinese]
    found += [f"docs/en/{path}: missing; write it" for path in chinese if path not in english]
    for path in english:
        if path in chinese and path.endswith(".md"):
            found += compare(read(docs / "en" / path), read(docs / "zh" / path))
    for path in chinese:
        if path.endswith(".ipynb"):
            found += worksheet(docs, path)
    return found


def worksheet(docs: Path, path: str) -> list[str]:
    """A worksheet serves both languages: one file, a link to it, and prose cells for each."""
    chinese = docs / "zh" / path
    if not chinese.is_symlink() or chinese.resolve() != (docs / "en" / path).resolve():
        return [f"docs/zh/{path}: not a link to the English worksheet; ln -s it"]
    cells = json.loads(chinese.read_text("utf-8"))["cells"]
    tags = [cell["metadata"].get("tags", []) for cell in cells if cell["cell_type"] == "markdown"]
    english, simplified = (sum(tag in each for each in tags) for tag in ("en", "zh"))
    if english != simplified:
        return [f"docs/en/{path}: {english} cells tagged en, {simplified} tagged zh; pair them"]
    return []


def compare(english: Page, chinese: Page) -> list[str]:
    """One line for each difference between two pages."""
    found = [*unnamed(english), *unnamed(chinese), *run_ins(english, 0), *run_ins(chinese, 1)]
    for name, entries in (("heading", _headings), ("claim", _claims)):
        found += ordered(name, english, chinese, entries(english), entries(chinese))
    matching = {section.id: section for section in chinese.sections if section.id}
    matching[""] = chinese.sections[0]
    for section in english.sections:
        if section.id not in matching:
            continue  # reported as a heading
        pair = (section, matching[section.id])
        for name, of in (("include", _includes), ("picture", _pictures), ("run-in", _run_ins)):
            found += ordered(name, english, chinese, *map(of, pair))
        for name, of in (("link", _links), ("number", _numbers)):
            found += unordered(name, english, chinese, pair, of)
    return found


def unnamed(page: Page) -> list[str]:
    """Headings without an id, or with one that another heading of the page has."""
    found, seen = [], {""}
    for section in page.sections[1:]:
        if not section.id:
            found.append(f"{page.where}:{section.line}: heading without an id; add {{ #its-id }}")
        elif section.id in seen:
            found.append(f"{page.where}:{section.line}: second heading with id '{section.id}'")
        seen.add(section.id)
    return found


def run_ins(page: Page, language: int) -> list[str]:
    """Bold run-ins that are not on the list. language: 0 English, 1 Chinese."""
    known = [pair[language] for pair in RUN_INS.items()]
    return [
        f"{page.where}:{line}: unknown run-in '{label}'; the page may use {', '.join(known)}"
        for section in page.sections
        for line, label in prose.labels(section)
        if label not in known
    ]


def ordered(
    name: str, english: Page, chinese: Page, left: list[Entry], right: list[Entry]
) -> list[str]:
    """The first place where two sequences part, as one line; empty if they don't."""
    ends = [("none", page.sections[-1].line) for page in (english, chinese)]
    for index, (one, other) in enumerate(zip_longest(left, right), 1):
        (value, line), (translated, there) = one or ends[0], other or ends[1]
        if value != translated:
            places = f"{english.where}:{line} / {chinese.where}:{there}"
            return [f"{places}: {name} {index}: {value} / {translated}; make them the same"]
    return []


def unordered(
    name: str,
    english: Page,
    chinese: Page,
    pair: tuple[Section, Section],
    of: Callable[[Section], Iterable[Entry]],
) -> list[str]:
    """One line for each entry that only one of two sections has."""
    left, right = (dict(of(section)) for section in pair)
    found = []
    for value in sorted(left.keys() ^ right.keys()):
        line, there = left.get(value, pair[0].line), right.get(value, pair[1].line)
        missing = "Chinese" if value in left else "English"
        places = f"{english.where}:{line} / {chinese.where}:{there}"
        found.append(f"{places}: {name} {value}: not in the {missing} section; add or remove it")
    return found


def _headings(page: Page) -> list[Entry]:
    return [(f"{'#' * section.level} {section.id}", section.line) for section in page.sections]


def _claims(page: Page) -> list[Entry]:
    return [(_claim(card), card.line) for card in page.cards]


def _claim(card: Card) -> str:
    return ", ".join([card.id, *(f"{key}: {value}" for key, value in card.options.items())])


def _includes(section: Section) -> list[Entry]:
    entries = ((included(line.text), line.number) for line in section.lines)
    return [(_LANGUAGE.sub("", target), number) for target, number in entries if target]


def _pictures(section: Section) -> list[Entry]:
    return [(_LANGUAGE.sub("", found["target"]), n) for n, found in prose.pictures(section)]


def _run_ins(section: Section) -> list[Entry]:
    english = {chinese: name for name, chinese in RUN_INS.items()}
    return [(english.get(label, label), number) for number, label in prose.labels(section)]


def _links(section: Section) -> list[Entry]:
    return [(_LANGUAGE.sub("", target), number) for number, target in prose.links(section)]


def _numbers(section: Section) -> list[Entry]:
    texts = [(section.line, section.title)]
    texts += [(line.number, line.text) for line in section.lines if not line.code]
    return [
        (re.sub(r"[^\d.]", "", number), line)
        for line, text in texts
        for number in _NUMBER.findall(_MANUAL_PAGE.sub("", prose.words(text)))
    ]
