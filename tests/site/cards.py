"""Is every claim's card complete, and does it say what its program says?"""

import re

from tests.proofs.program import BadProgram, Program
from tests.site import prose
from tests.site.page import Card, Page

# Run-ins by language; the first of each must match the breaks, the second be there once.
BREAK = {"en": "**Break it.**", "zh": "**弄坏它。**"}
SOURCES = {"en": "**Sources.**", "zh": "**出处。**"}


def check(page: Page, programs: dict[str, Program], language: str) -> list[str]:
    """One line for each card of a page that is not as it should be.

    programs: all programs by claim id. language: ``en`` or ``zh``.
    """
    found = []
    cards = [card.id for card in page.cards]
    for card in page.cards:
        where = f"{page.where}:{card.line}: claim '{card.id}'"
        if card.section != card.id:
            found.append(f"{where} stands under '#{card.section}'; give it a heading with its id")
        if cards.count(card.id) > 1:
            found.append(f"{where} has more than one card on the page; keep one")
        found += _parts(card, where, language)
        if card.options.get("proof") == "cite":
            found += _cited(card, where, programs)
        elif card.id not in programs:
            found.append(f"{where} is unknown: no program proves it; add one, or 'proof: cite'")
        else:
            try:
                found += _proved(card, where, programs[card.id], language)
            except BadProgram as error:
                found.append(str(error))
    return found


def sentence(card: Card) -> str:
    """The corrected sentence: the card's first paragraph that is no quotation, markup removed."""
    for _, text in card.paragraphs():
        if not text.startswith((">", "**")):
            return text
    return ""


def plain(text: str) -> str:
    """A sentence as both a page and a docstring may write it: no markup, single spaces."""
    text = prose.words(text.replace("`", ""))
    return " ".join(text.split())


def _parts(card: Card, where: str, language: str) -> list[str]:
    texts = [text for _, text in card.paragraphs()]
    found = []
    if not sentence(card):
        found.append(f"{where} has no corrected sentence; write it as a paragraph of its own")
    quoted = any(text.startswith(">") for text in texts)
    if quoted != ("verdict" in card.options):
        found.append(f"{where}: a common sentence ('> …') and a 'verdict:' option go together")
    if sum(text.startswith(SOURCES[language]) for text in texts) != 1:
        found.append(f"{where} needs one paragraph that begins with '{SOURCES[language]}'")
    return found


def _cited(card: Card, where: str, programs: dict[str, Program]) -> list[str]:
    if card.id in programs:
        return [f"{where} is cited, but {programs[card.id].where} proves it; remove 'proof: cite'"]
    if card.includes():
        return [f"{where} is cited; it can't include {card.includes()[0]}"]
    return []


def _proved(card: Card, where: str, program: Program, language: str) -> list[str]:
    found = []
    file = program.where.removeprefix("snippets/")
    sections = re.findall(r"\[start:([\w-]+)\]", program.source)
    includes = card.includes()
    wanted = [f"{file}:{section}" for section in sections if section in ("proof", "control")]
    wanted += [file.removesuffix(".py") + ".txt"]
    for target in wanted:
        if target not in includes:
            found.append(f"{where} does not include '{target}'")
    for target in includes:
        if target.split(":")[0] not in (file, wanted[-1]):
            found.append(f"{where} includes '{target}', which belongs to another claim")
    breaks = sum(text.startswith(BREAK[language]) for _, text in card.paragraphs())
    if breaks != len(program.breaks):
        found.append(
            f"{where} has {breaks} '{BREAK[language]}' paragraphs for {len(program.breaks)} "
            f"breaks in {program.where}; write one for each"
        )
    if language == "en" and plain(sentence(card)) != plain(program.sentence):
        found.append(
            f"{where} says «{plain(sentence(card))}», but {program.where}:1 says "
            f"«{plain(program.sentence)}»; make them the same"
        )
    return found
