"""What a page with lists gets besides: its styles, and its filters.

    /// filters | verdict need run

lets a reader choose what to see. Filters are plain selects and style rules made for this page, so
they work with the keyboard and without scripts; in a browser too old for such rules everything
stays in sight.
"""

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from press.extensions import environments
from press.extensions.evidence import rank
from press.extensions.words import VERDICTS, words

STYLES = Path(__file__).with_name("lists.css")
RULE = (
    ".md-typeset:has(#by-{key} [value='{value}']:checked) "
    ".entry:not([data-{key}~='{value}']){{display:none}}\n"
)


class FiltersTreeprocessor(Treeprocessor):
    """Gives each filter an option for every value that the page's entries have."""

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.words = words(language)

    def run(self, root: Element) -> None:
        if not any("list" in div.get("class", "").split() for div in root.iter("div")):
            return
        rules = styles()
        for place in [div for div in root.iter("div") if "data-by" in div.attrib]:
            rules += self._fill(root, place, place.attrib.pop("data-by").split())
            line = {"class": "shown no-print", "data-search-exclude": "true"}
            SubElement(root, "p", line).text = self.words("filter-shown")
        style = Element("div", {"data-search-exclude": "true"})
        style.text = self.md.htmlStash.store(f"<style>{rules}</style>")
        root.insert(0, style)

    def _fill(self, root: Element, place: Element, keys: list[str]) -> str:
        """Put in a select for each key; return the style rules by which they act."""
        rules = ""
        for key in keys:
            entries = [row.get(f"data-{key}", "").split() for row in root.iter("tr")]
            count = Counter(value for values in entries for value in set(values))
            label = SubElement(place, "label")
            label.text = self.words(f"filter-{key}")
            select = SubElement(label, "select", {"id": f"by-{key}"})
            SubElement(select, "option").text = self.words("filter-all")
            for value in sorted(count, key=lambda value: _order(key, value)):
                option = SubElement(select, "option", {"value": value})
                option.text = f"{self._name(key, value)} ({count[value]})"
                rules += RULE.format(key=key, value=value)
        return rules

    def _name(self, key: str, value: str) -> str:
        if key == "run":
            return environments.named(self.words, value)
        return self.words.named(key, value)


@lru_cache
def styles() -> str:
    """The style sheet of the lists, without what only its readers need."""
    text = re.sub(r"/\*.*?\*/", "", STYLES.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*|\s+", lambda found: found[1] or " ", text).strip()


def _order(key: str, value: str) -> tuple[float, str]:
    """Verdicts and environments in their usual order, needs by name after having none."""
    if key == "verdict":
        return (VERDICTS.index(value) if value in VERDICTS else len(VERDICTS), value)
    if key == "run":
        return rank(value)
    return (value not in ("nothing", "cite"), value)
