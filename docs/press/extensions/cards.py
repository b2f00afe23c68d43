"""Claim cards: ``/// claim | the-id`` … ``///`` on a page becomes what a reader can check.

The author writes the sentence, the includes, one paragraph for each break, and the sources. The
rest is generated: what the change is and what it printed, where the claim holds, how to run it.
cardsource.py reads and checks a card, cardparts.py draws what is generated.
"""

from typing import ClassVar
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.util import STX
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from press.extensions.cardparts import Parts
from press.extensions.cardsource import CardSource, Page
from press.extensions.errors import Source
from press.extensions.words import Words, words

# Before pymdownx.snippets (32): afterwards nobody can tell what was included.
BEFORE_SNIPPETS = 40
PREPROCESSOR = "claim-cards"


class CardsPreprocessor(Preprocessor):
    """Checks a page's headings and cards while its lines are still as the author wrote them."""

    def __init__(self, md: Markdown, source: Source) -> None:
        super().__init__(md)
        self.source = source
        self.words = words(source.language)
        self.cards: dict[str, CardSource] = {}

    def run(self, lines: list[str]) -> list[str]:
        self.source.lines = lines
        page = Page(self.source, self.words)
        self.cards = {card.claim: card for card in page.cards}
        return page.without_missing_records()


class Claim(Block):
    NAME = "claim"
    ARGUMENT = True
    OPTIONS: ClassVar = {"verdict": ("", str), "proof": ("", str)}  # YAML makes true a boolean

    def on_init(self) -> None:
        self.preprocessor: CardsPreprocessor = self.md.preprocessors[PREPROCESSOR]
        self.words: Words = self.preprocessor.words

    def on_create(self, parent: Element) -> Element:
        return SubElement(parent, "section")

    def on_end(self, block: Element) -> None:
        card = self.preprocessor.cards[self.argument]
        written = list(block)
        for child in written:
            block.remove(child)
        verdict = card.options.get("verdict")
        block.set("class", f"claim claim--{verdict}" if verdict else "claim")
        block.set("aria-labelledby", card.claim)
        self._compose(block, card, Written(written, self.words))

    def _compose(self, block: Element, card: CardSource, written: "Written") -> None:
        parts = Parts(card, self.words)

        def generated(html: str) -> None:
            if html:
                SubElement(block, "p").text = self.md.htmlStash.store(html)

        head = SubElement(block, "div", {"class": "claim__head"})
        SubElement(head, "p").text = self.md.htmlStash.store(parts.head())
        if written.quote is not None:
            head.append(written.quote)
        if written.sentence is not None:
            written.sentence.set("class", "claim__sentence")
            block.append(written.sentence)
        fences = iter(card.fences)
        for element in written.body:
            if written.is_fence(element) and next(fences).language == "text":
                generated(parts.output_caption())
            block.append(element)
        for number, element in enumerate(written.breaks):
            details = SubElement(block, "details", {"class": "claim__more claim__break"})
            SubElement(details, "p").text = self.md.htmlStash.store(parts.break_summary(number))
            details.append(element)
            SubElement(details, "p").text = self.md.htmlStash.store(parts.break_output(number))
        generated(parts.where())
        generated(parts.whole())
        generated(parts.rerun())
        if written.sources is not None:
            written.sources.set("class", "claim__sources")
            block.append(written.sources)
        generated(parts.live())


class Written:
    """The author's parts of a card, by what they are."""

    def __init__(self, elements: list[Element], words: Words) -> None:
        self.quote: Element | None = None
        self.sentence: Element | None = None
        self.sources: Element | None = None
        self.body: list[Element] = []  # fences, and prose between them
        self.breaks: list[Element] = []
        break_label = f"**{words('break-it')}**"
        for element in elements:
            text = element.text or ""
            if element.tag == "blockquote" and self.quote is None:
                self.quote = element
            elif text.startswith(break_label):
                element.text = text.removeprefix(break_label).lstrip()
                self.breaks.append(element)
            elif text.startswith(f"**{words('sources')}**"):
                self.sources = element
            elif element.tag == "p" and self.sentence is None:
                self.sentence = element
            else:
                self.body.append(element)

    @staticmethod
    def is_fence(element: Element) -> bool:
        """Whether this is a fence, which superfences has put away as finished HTML."""
        return element.tag == "p" and (element.text or "").startswith(STX)


class CardsExtension(BlocksExtension):
    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        md.preprocessors.register(CardsPreprocessor(md, self.source), PREPROCESSOR, BEFORE_SNIPPETS)
        block_mgr.register(Claim, self.getConfigs())
