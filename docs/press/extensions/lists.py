"""The reference part's lists, made from the cards, the evidence and the exercises.

    /// claims | process start       the claims of these chapters, with filters
    /// matrix | process             where the claims of these chapters were proved
    /// environments                 the machines on which all that was run
    /// audit                        the claims named inside, common sentence beside what holds
    /// sources | man                the documents of a kind, each with the claims it supports
    /// exercises | process          the exercises of these chapters

Nothing is typed into such a block but, for the audit, the claims in the article's order.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import ClassVar
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from press.extensions import contents, environments, evidence, exercises
from press.extensions.citations import documents
from press.extensions.contents import Claim
from press.extensions.words import Words, words

MARKS = {"proved": "✓", "unavailable": "–", "refuted": "✗", "outdated": "↻"}


class Listed(Block):
    """A block that is replaced by a list; its argument names what belongs on it."""

    ARGUMENT: ClassVar = None  # optional

    def on_init(self) -> None:
        self.language: str = self.config["language"]
        self.words: Words = words(self.language)

    def on_create(self, parent: Element) -> Element:
        return SubElement(parent, "div", {"class": "list", "data-search-exclude": "true"})

    def on_end(self, block: Element) -> None:
        written = "".join(block.itertext())
        for child in list(block):
            block.remove(child)
        self.fill(block, written)

    def fill(self, block: Element, written: str) -> None:
        raise NotImplementedError

    def claims(self) -> list[Claim]:
        """The claims of the chapters that the argument names; all if it names none."""
        chapters = (self.argument or "").split()
        found = contents.claims(self.language)
        return [claim for claim in found if not chapters or claim.page.chapter in chapters]

    def table(self, block: Element, name: str, heads: Iterable[str]) -> Element:
        """A table with its head row; returns its body."""
        table = SubElement(block, "table", {"class": name})
        row = SubElement(SubElement(table, "thead"), "tr")
        for head in heads:
            SubElement(row, "th", {"scope": "col"}).text = head
        return SubElement(table, "tbody")

    def page(self, parent: Element, claim: Claim, text: str = "") -> None:
        """A link to a claim's card."""
        link = SubElement(parent, "a", {"href": claim.link})
        link.text = text or f"{claim.page.number} {claim.page.title}"

    def verdict(self, parent: Element, verdict: str) -> None:
        badge = {"class": f"claim__badge claim__verdict claim--{verdict}"}
        SubElement(parent, "span", badge).text = self.words(f"verdict-{verdict}")

    def nothing(self, block: Element) -> None:
        SubElement(block, "p").text = self.words("list-nothing")


class Claims(Listed):
    NAME = "claims"

    def fill(self, block: Element, written: str) -> None:
        if not (claims := self.claims()):
            return self.nothing(block)
        heads = [self.words(f"list-{key}") for key in ("claim", "verdict", "where")]
        body = self.table(block, "entries", heads)
        for claim in claims:
            program = claim.program
            runs = evidence.runs(claim.id, program) if program else []
            needs = program.needs if program else []
            row = {
                "class": "entry",
                "data-verdict": claim.verdict or "own",
                "data-need": "cite" if claim.cited else " ".join(needs) or "nothing",
                "data-run": " ".join(run.environment for run in runs if run.result == "proved"),
            }
            self._row(SubElement(body, "tr", row), claim, needs, runs)

    def _row(self, row: Element, claim: Claim, needs: list[str], runs: list[evidence.Run]) -> None:
        says = SubElement(row, "td")
        says.text = claim.sentence
        note = SubElement(SubElement(says, "p"), "small")
        self.page(note, claim)
        if needs:
            named = self.words("comma").join(self.words.named("need", need) for need in needs)
            note[-1].tail = f" · {self.words('needs', names=named)}"
        verdict = SubElement(row, "td")
        if claim.verdict:
            self.verdict(verdict, claim.verdict)
        else:
            SubElement(verdict, "span", {"class": "own"}).text = self.words("list-own")
        where = SubElement(row, "td")
        if claim.cited:
            where.text = self.words("cited")
        for result in MARKS:
            names = [run.environment for run in runs if run.result == result]
            if names:
                shown = SubElement(where, "div", {"class": f"claim__run claim__run--{result}"})
                shown.text = environments.line(self.words, names)
                unseen = SubElement(shown, "span", {"class": "claim__unseen"})
                unseen.text = f": {self.words(f'result-{result}')}"


class Matrix(Listed):
    NAME = "matrix"

    def fill(self, block: Element, written: str) -> None:
        block.set("tabindex", "0")  # it may be wider than the window, and is scrolled by keys then
        if not (claims := self.claims()):
            return self.nothing(block)
        names = [str(record["environment"]) for record in evidence.records()]
        body = self._table(block)
        reasons: list[str] = []
        for claim in claims:
            row = SubElement(body, "tr")
            self.page(SubElement(row, "th", {"scope": "row"}), claim, f"`{claim.id}`")
            program = claim.program
            if not program:
                cell = SubElement(row, "td", {"colspan": str(max(len(names), 1))})
                cell.text = self.words("cited")
                continue
            runs = {run.environment: run for run in evidence.runs(claim.id, program)}
            for name in names:
                self._cell(SubElement(row, "td"), runs.get(name), reasons)
        if reasons:
            notes = SubElement(block, "ol", {"class": "reasons", "lang": "en"})
            for reason in reasons:
                SubElement(notes, "li").text = AtomicString(reason)

    def _table(self, block: Element) -> Element:
        """The table and its two head rows: the machines, then who ran the programs there."""
        body = self.table(block, "matrix runs", [self.words("list-claim")])
        head = block[-1][0]
        machines, people = head[0], SubElement(head, "tr")
        machines[0].set("rowspan", "2")
        machine, group = "", machines[0]
        for record in evidence.records():
            place, who = environments.parts(record["environment"])
            kind = place if place == "nested" else "guest" if place.startswith("guest-") else "here"
            version = evidence.short_kernel(record["host"]["kernel"])
            if machine != (machine := self.words(f"head-{kind}", version=version)):
                group = SubElement(machines, "th", {"scope": "colgroup"})
                group.text = machine
            group.set("colspan", str(int(group.get("colspan", "0")) + 1))
            SubElement(people, "th", {"scope": "col"}).text = self.words.named("head", who)
        return body

    def _cell(self, cell: Element, run: evidence.Run | None, reasons: list[str]) -> None:
        if not run:
            return
        if run.result != "proved":  # most are, and the page would be too heavy
            cell.set("class", run.result)
        cell.text = AtomicString(MARKS[run.result])
        if run.reason and run.result != "outdated":
            if run.reason not in reasons:
                reasons.append(run.reason)
            cell.text = AtomicString(f"{cell.text} {reasons.index(run.reason) + 1}")


class Environments(Listed):
    NAME = "environments"

    def fill(self, block: Element, written: str) -> None:
        block.set("tabindex", "0")
        keys = ["environment", "system", *(f"result-{result}" for result in MARKS)]
        heads = [self.words(f"where-{key}" if key in keys[:2] else key) for key in keys]
        heads[5] = self.words("result-outdated-short")
        body = self.table(block, "matrix", heads)
        programs = {claim.id: claim.program for claim in self.claims()}
        runs = [run for name, each in programs.items() if each for run in evidence.runs(name, each)]
        for record in evidence.records():
            row = SubElement(body, "tr")
            environment = record["environment"]
            name = environments.named(self.words, environment)
            SubElement(row, "th", {"scope": "row"}).text = name
            host = record["host"]
            system = SubElement(row, "td", {"class": "system"})
            system.text = AtomicString(
                f"Linux {host['kernel']}, {host['system']}, Python {host['python']}, "
                f"{host['machine']}, {record['date']}"
            )
            count = Counter(run.result for run in runs if run.environment == environment)
            for result in MARKS:
                SubElement(row, "td").text = str(count[result])


class Audit(Listed):
    NAME = "audit"

    def fill(self, block: Element, written: str) -> None:
        cards = {claim.id: claim for claim in contents.claims(self.language)}
        claims = [cards[name] for name in re.findall(r"[\w-]+", written) if name in cards]
        if not claims:
            return self.nothing(block)
        heads = [self.words(f"list-{key}") for key in ("said", "said-verdict", "holds")]
        body = self.table(block, "entries", heads)
        for claim in claims:
            row = SubElement(body, "tr", {"class": "entry", "data-verdict": claim.verdict})
            SubElement(SubElement(row, "td"), "q").text = claim.common
            self.verdict(SubElement(row, "td"), claim.verdict)
            holds = SubElement(row, "td")
            holds.text = claim.sentence
            self.page(SubElement(SubElement(holds, "p"), "small"), claim)


class Sources(Listed):
    NAME = "sources"

    def fill(self, block: Element, written: str) -> None:
        cited = documents(contents.claims(self.language), self.language)
        items = SubElement(block, "ul", {"class": "sources"})
        for document in cited:
            if document.kind != self.argument:
                continue
            item = SubElement(items, "li")
            item.text = document.name + self.words("colon")
            for number, (claim, place) in enumerate(document.cited, 1):
                link = SubElement(item, "a", {"href": claim.link})
                link.text = f"`{claim.id}`"
                link.tail = self.words("place", place=place) if place else ""
                if number < len(document.cited):
                    link.tail += self.words("semicolon")


class Exercises(Listed):
    NAME = "exercises"

    def fill(self, block: Element, written: str) -> None:
        pages = {page.path: page for page in contents.pages(self.language)}
        body = self.table(block, "entries", [self.words(f"list-{key}") for key in ("page", "asks")])
        for exercise in exercises.every():
            page = pages.get(f"{exercise.page}.md")
            if not page or page.chapter not in (self.argument or "").split():
                continue
            row = SubElement(body, "tr", {"class": "entry"})
            link = SubElement(SubElement(row, "td"), "a", {"href": f"../{page.path}#exercise"})
            link.text = f"{page.number} {page.title}"
            asks = SubElement(row, "td")
            asks.text = exercise.question[self.language]
            code = SubElement(SubElement(SubElement(asks, "p"), "small"), "code")
            code.text = AtomicString(exercise.command)


class Filters(Listed):
    """The place of the filters; filters.py fills it when the page's entries are there."""

    NAME = "filters"

    def on_create(self, parent: Element) -> Element:
        attributes = {"class": "filters no-print", "data-by": self.argument or ""}
        return SubElement(parent, "div", attributes | {"data-search-exclude": "true"})

    def fill(self, block: Element, written: str) -> None:
        """Nothing yet."""


BLOCKS: list[Callable] = [Claims, Matrix, Environments, Audit, Sources, Exercises, Filters]


class ListsExtension(BlocksExtension):
    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        for block in BLOCKS:
            block_mgr.register(block, {"language": self.language})
