"""A table of questions that can also be answered one at a time.

    /// guide

    | Question | Take | Why |
    |--|--|--|
    | Must it ... ? | **a container** | because [`claim-id`](page.md#claim-id) ... |
    | None of these | **a process** | ... |
    ///

The table stays, as it is in print and for those who want all of it. Before it the page gets a form
made from the same cells: a question appears when the one before is answered by no, a yes shows
the rest of its row, and the last row is for who said no to all. The form is radio buttons and
style rules: it works with the keyboard, from the disk and without scripts, and a browser too old
for such rules shows the table alone.
"""

import re
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from press.extensions.words import words

STYLES = Path(__file__).with_name("guide.css")


class Guide(Block):
    NAME = "guide"

    def on_init(self) -> None:
        self.words = words(self.config["language"])

    def on_create(self, parent: Element) -> Element:
        return SubElement(parent, "div", {"class": "list guide"})

    def on_end(self, block: Element) -> None:
        table = block.find("table")
        if table is None:
            raise ValueError("/// guide needs a table of questions, answers and reasons")
        table.set("class", "entries")
        head = [cell.text or "" for cell in table.iter("th")]
        rows = [row.findall("td") for row in table.iter("tr") if row.find("td") is not None]
        for row in rows:  # in a narrow window the cells stand one below the other, without heads
            for cell, name in zip(row[1:], head[1:], strict=True):
                cell.set("data-name", name + self.words("colon"))
        # Enter would send an ordinary form; one for a dialog, outside of one, does nothing.
        form = Element("form", {"class": "no-print", "method": "dialog"})
        form.set("data-search-exclude", "true")
        block.insert(0, form)
        steps = SubElement(form, "div", {"aria-live": "polite"})
        for number, row in enumerate(rows[:-1], 1):
            step = SubElement(steps, "fieldset")
            step.append(_as("legend", row[0]))
            for answer in ("yes", "no"):
                self._choice(SubElement(step, "label"), f"guide-{number}", answer)
            self._answer(step, row[1:], head[1:])
        self._answer(SubElement(steps, "div"), rows[-1][1:], head[1:])
        SubElement(form, "button", {"type": "reset"}).text = self.words("guide-again")
        style = SubElement(block, "div", {"data-search-exclude": "true"})
        style.text = self.md.htmlStash.store(f"<style>{styles()}</style>")

    def _choice(self, label: Element, name: str, answer: str) -> None:
        button = SubElement(label, "input", {"type": "radio", "name": name, "value": answer})
        button.tail = " " + self.words(f"guide-{answer}")

    def _answer(self, step: Element, cells: list[Element], names: list[str]) -> None:
        """What the row says besides its question; the heads of the columns become labels."""
        answer = SubElement(step, "div", {"class": "answer"})
        for cell, name in zip(cells, names, strict=True):
            line = _as("p", cell)
            line.text = f"{name}{self.words('colon')}{line.text or ''}"
            answer.append(line)


def _as(tag: str, cell: Element) -> Element:
    """A copy of a cell, as another element."""
    copy = deepcopy(cell)
    copy.tag, copy.attrib, copy.tail = tag, {}, None
    return copy


@lru_cache
def styles() -> str:
    """The style sheet, without what only its readers need."""
    text = re.sub(r"/\*.*?\*/", "", STYLES.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*|\s+", lambda found: found[1] or " ", text).strip()


class GuideExtension(BlocksExtension):
    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        block_mgr.register(Guide, {"language": self.language})
