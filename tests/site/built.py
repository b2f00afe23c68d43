"""One HTML file of the built site as the checks see it: its ids, headings and references."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_REFERRING = {"href", "src", "srcset", "poster", "data", "action", "formaction", "xlink:href"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}


@dataclass(frozen=True)
class Reference:
    """An attribute that names another file. ``attributes`` are all of its tag."""

    line: int
    tag: str
    attribute: str
    target: str
    attributes: dict[str, str]

    @property
    def remote(self) -> bool:
        return bool(urlsplit(self.target).netloc)

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def fragment(self) -> str:
        return unquote(urlsplit(self.target).fragment)


@dataclass
class Document(HTMLParser):
    """What was found in a file; ``headings`` are (level, id) in order."""

    ids: Counter[str] = field(default_factory=Counter)
    headings: list[tuple[int, str]] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    styles: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if "id" in attributes:
            self.ids[attributes["id"]] += 1
        if tag in _HEADINGS:
            self.headings.append((int(tag[1]), attributes.get("id", "")))
        if "style" in attributes:
            self.styles.append((line, attributes["style"]))
        for name in _REFERRING & attributes.keys():
            targets = attributes[name].split(",") if name == "srcset" else [attributes[name]]
            for target in targets:
                first = target.split()[0] if target.split() else ""
                self.references.append(Reference(line, tag, name, first, attributes))
        self._in_style = tag == "style"

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.styles.append((self.getpos()[0], data))

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False


def read(path: Path) -> Document:
    """The document in an HTML file."""
    document = Document()
    document.feed(path.read_text("utf-8"))
    document.close()
    return document


def pages(site: Path) -> list[str]:
    """The paths of all HTML files of a site, relative to it, sorted."""
    return sorted(str(path.relative_to(site)) for path in site.rglob("*.html"))
