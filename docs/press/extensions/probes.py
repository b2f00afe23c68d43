"""One list of probes at several walls: the comparison, made from recorded runs.

    /// walls | same-probes        what each probe meets at each wall; inside, the list of them
    /// answers | same-probes      each probe's source and all its answers, where the links end

A run is a file ``docs/evidence/<chapter>/same-probes/<wall>.json``. It holds a digest of each probe
as it was; an answer counts only for the probe as it is now.
"""

import ast
import errno
import hashlib
import os
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor

from press.extensions import evidence, places
from press.extensions.lists import Listed

# Where the probes are defined, and there what they all depend on; where the walls are.
PROBES = {
    places.SNIPPETS / "runtime/probes.py": "host",
    places.SNIPPETS / "runtime/further_probes.py": "world",
}
WALLS = places.SNIPPETS / "compare/walls.py"
ORDER = ("same-user", "other-user", "root", "container", "runc", "guest")
LISTED = re.compile(r"^(?:- )?`([^`]+)` (.+)$", re.M)
LONG = 8  # letters of an error's name that fit into a column on a telephone


@dataclass(frozen=True)
class Answer:
    """What a probe met. sign: yes, own, stopped, or outdated if it says nothing any more."""

    text: str
    sign: str
    predicted: str = "?"

    @property
    def surprise(self) -> bool:
        wanted = {"+": "yes", "o": "own", ".": "stopped"}.get(self.predicted, self.sign)
        return self.sign != "outdated" and wanted != self.sign


@dataclass(frozen=True)
class Run:
    """The probes' run at one wall, judged by the probes and the wall of now."""

    wall: str
    date: str
    host: dict[str, str]
    answers: dict[str, Answer]


def runs(name: str) -> list[Run]:
    """The recorded runs, in reading order. Raises PageError at a file that can't be believed."""
    files = places.EVIDENCE.glob(f"*/{name}/*.json")
    found = [_judged(evidence.whole(path)) for path in files]
    return sorted(found, key=lambda run: (*ORDER, run.wall).index(run.wall))


def _judged(record: dict[str, Any]) -> Run:
    now, same_wall = digests(), record["sha256"] == wall_digest(record["ran"])
    answers = {}
    for name, entry in record["probes"].items():
        text = entry["answer"]
        sign = {"yes": "yes", "own": "own"}.get(text, "stopped")
        if not same_wall or entry["sha256"] != now.get(name):
            sign = "outdated"
        answers[name] = Answer(text, sign, entry["predicted"])
    return Run(record["wall"], record["date"], record["host"], answers)


def digests() -> dict[str, str]:
    """A digest of each probe: of its source, and of what in its file it depends on."""
    return {
        key: _digest(path, key, common)
        for path, common in PROBES.items()
        for key in _definitions(path, path.stat().st_mtime_ns)
        if " " in key
    }


def wall_digest(function: str) -> str:
    """The same for the function that runs the probes at a wall."""
    return _digest(WALLS, function)


def _digest(path: Path, *names: str) -> str:
    """Of everything that these definitions of a file lead to, within the file."""
    known = _definitions(path, path.stat().st_mtime_ns)
    reached: set[str] = set()
    left = [name for name in names if name in known]
    while left:
        if (name := left.pop()) not in reached:
            reached.add(name)
            left += [used for used in known[name][1] if used in known]
    text = "\n".join(f"{name}\n{known[name][0]}" for name in sorted(reached))
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache
def _definitions(path: Path, changed: int) -> dict[str, tuple[str, list[str]]]:
    """The source of each definition at the top of a file, and the names used in it.

    A probe goes by the name that its decorator gives it, which has a space in it.
    """
    source = path.read_text("utf-8")
    found = {}
    for node in ast.parse(source).body:
        text = ast.get_source_segment(source, node) or ""
        used = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
        for name in _names(node):
            found[name] = (text, used)
    return found


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        marks = [mark for mark in node.decorator_list if isinstance(mark, ast.Call)]
        yield ast.literal_eval(marks[0].args[0]) if node.name == "_" else node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def source(name: str) -> str:
    """A probe's source, without its decorator."""
    for path in PROBES:
        if found := _definitions(path, path.stat().st_mtime_ns).get(name):
            return textwrap.dedent(found[0].partition("\n")[2])
    return ""


SMALL = ("a", "an", "the", "of", "to", "its", "by", "on", "in", "for", "has", "host")


def slug(name: str) -> str:
    """The id of a probe's place among the answers: its words without the small ones."""
    words = re.findall(r"[a-z0-9]+", name.lower().replace("'s", "").replace("/", " "))
    return "-".join(word for word in words if word not in SMALL)


class Walls(Listed):
    NAME = "walls"

    def on_end(self, block: Element) -> None:
        written = [each for each in block.iter() if each.tag in ("p", "li")]
        block[:] = []
        self.fill(block, "\n".join("".join(each.itertext()) for each in written))

    def fill(self, block: Element, written: str) -> None:
        block.set("class", "list walls")
        if not (found := runs(self.argument)):
            return self.nothing(block)
        heads = [self.words("walls-probe"), *(self.words(f"wall-{run.wall}") for run in found)]
        body = self.table(block, "matrix", heads)
        table = block[-1]
        for line in written.splitlines():
            if entry := LISTED.match(line):
                self._row(SubElement(body, "tr"), entry[1], entry[2], found)
            elif line.strip():
                body = SubElement(table, "tbody")
                head = {"colspan": str(len(heads)), "scope": "rowgroup", "class": "group"}
                SubElement(SubElement(body, "tr"), "th", head).text = line.strip()
        foot = SubElement(SubElement(table, "tbody", {"class": "sum"}), "tr")  # tfoot is repeated
        SubElement(foot, "th", {"scope": "row"}).text = self.words("walls-reached")
        for run in found:
            count = [answer.sign for answer in run.answers.values()].count("yes")
            SubElement(foot, "td").text = str(count)
        for empty in [body for body in table.findall("tbody") if not len(body)]:
            table.remove(empty)

    def _row(self, row: Element, name: str, words: str, found: list[Run]) -> None:
        SubElement(row, "th", {"scope": "row"}).text = words
        for run in found:
            cell = SubElement(row, "td")
            answer = run.answers.get(name)
            if not answer:
                cell.text = self.words("walls-none")
                continue
            if answer.sign != "stopped":
                cell.set("class", answer.sign)
            link = SubElement(cell, "a", {"href": f"../reference/probes.md#{slug(name)}"})
            shown = self._short(answer)
            fits = len(shown) if len(shown) <= LONG else LONG - 3
            link.text = AtomicString(shown[:fits])
            if shown[fits:]:
                SubElement(link, "wbr").tail = AtomicString(shown[fits:])
            if answer.surprise:
                link.tail = self.words("walls-surprise")

    def _short(self, answer: Answer) -> str:
        if answer.sign == "outdated":
            return self.words("walls-outdated")
        key = f"walls-{answer.text}"
        return self.words(key) if answer.text in ("yes", "own", "no") else answer.text


class Answers(Listed):
    NAME = "answers"

    def fill(self, block: Element, written: str) -> None:
        if not (found := runs(self.argument)):
            return self.nothing(block)
        heads = [self.words(f"list-{key}") for key in ("wall", "machine")]
        body = self.table(block, "entries", heads)
        machines: dict[str, list[str]] = {}
        for run in found:
            host = f"Linux {run.host['kernel']}, {run.host['system']}, {run.host['machine']}"
            machines.setdefault(f"{host}, {run.date}", []).append(self.words(f"wall-{run.wall}"))
        for machine, walls in machines.items():
            row = SubElement(body, "tr", {"class": "entry"})
            SubElement(row, "th", {"scope": "row"}).text = self.words("comma").join(walls)
            SubElement(row, "td").text = AtomicString(machine)
        heads = [self.words(f"list-{key}") for key in ("probe", "source", "answers")]
        body = self.table(block, "entries probes", heads)
        for name, words in self._listed().items():
            row = SubElement(body, "tr", {"class": "entry", "id": slug(name)})
            head = SubElement(row, "th", {"scope": "row"})
            head.text = words
            SubElement(SubElement(SubElement(head, "p"), "small"), "code").text = AtomicString(name)
            code = SubElement(SubElement(SubElement(row, "td"), "pre"), "code")
            code.text = AtomicString(source(name))
            self._met(SubElement(SubElement(row, "td"), "ul"), name, found)

    def _met(self, items: Element, name: str, found: list[Run]) -> None:
        """An item for each different answer, with the walls that gave it."""
        given: dict[tuple[str, str], list[str]] = {}
        for run in found:
            if answer := run.answers.get(name):
                old = self.words("walls-outdated-long") if answer.sign == "outdated" else ""
                given.setdefault((answer.text, old), []).append(self.words(f"wall-{run.wall}"))
        for (text, old), walls in given.items():
            item = SubElement(items, "li")
            code = SubElement(item, "code")
            code.text = AtomicString(text)
            if number := getattr(errno, text, None):
                code.tail = " "
                said = SubElement(item, "span", {"lang": "en"})
                said.text = AtomicString(os.strerror(number))
            item[-1].tail = self.words("colon") + self.words("comma").join(walls)
            if old:
                item[-1].tail += self.words("place", place=old)

    def _listed(self) -> dict[str, str]:
        """What the page with the comparison calls the probes."""
        for path in places.pages(self.language).rglob("*.md"):
            _, begun, rest = path.read_text("utf-8").partition(f"/// walls | {self.argument}\n")
            if begun:
                return dict(LISTED.findall(rest.partition("\n///")[0]))
        return {name: name for run in runs(self.argument) for name in run.answers}


class ProbesExtension(BlocksExtension):
    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        for block in (Walls, Answers):
            block_mgr.register(block, {"language": self.language})
