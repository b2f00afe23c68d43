"""The exercises that check themselves, as the pages need them; ``snippets/exercises/*.toml``."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from press.extensions import places
from press.extensions.words import words

FOLDER = places.SNIPPETS / "exercises"
SECTION = "exercise"  # the id of a page's section with its exercise


@dataclass(frozen=True)
class Exercise:
    name: str
    page: str  # process/memory
    question: dict[str, str]

    @property
    def command(self) -> str:
        return f"python3 -m snippets.exercises {self.name}"


def every() -> list[Exercise]:
    """All exercises, chapter by chapter."""
    found: list[Exercise] = []
    for path in sorted(FOLDER.glob("*.toml")):
        found += _read(path, path.stat().st_mtime_ns)
    return found


@lru_cache
def _read(path: Path, changed: int) -> tuple[Exercise, ...]:
    table = tomllib.loads(path.read_text("utf-8"))
    return tuple(
        Exercise(name, f"{path.stem}/{entry.get('page', name)}", entry["question"])
        for name, entry in table.items()
    )


class ExercisesTreeprocessor(Treeprocessor):
    """Puts the command under a page's heading *Exercise*, if the page has such an exercise."""

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.language = language

    def run(self, root: Element) -> None:
        titles = [heading.get("id", "") for heading in root.iter("h1")]
        for place, element in enumerate(list(root)):
            if element.tag == "h2" and element.get("id") == SECTION:
                for offset, exercise in enumerate(self._of(titles), 1):
                    root.insert(place + offset, self._line(exercise))

    def _of(self, titles: list[str]) -> list[Exercise]:
        return [each for each in every() if each.page.partition("/")[2] in titles]

    def _line(self, exercise: Exercise) -> Element:
        line = Element("p", {"data-search-exclude": "true"})
        link = SubElement(line, "a", {"href": "../reference/exercises.md"})
        link.text = words(self.language)("exercise-checks")
        link.tail = words(self.language)("colon")
        SubElement(line, "code").text = exercise.command
        return line
