"""Pictures: an image under ``diagrams/`` becomes part of the page.

    ![What a screen reader says on a Git host](../../diagrams/memory.en.svg "Caption.")

The SVG is put into the page itself, so that it follows the page's colours and fonts. It carries
its own title and description.
"""

import html
import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from press.extensions import places
from press.extensions.errors import Source

SOURCE = re.compile(r"(?:.*/)?diagrams/(?P<file>[\w-]+\.\w+\.svg)$")
PROLOGUE = re.compile(r"^\s*(<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->)\s*", re.DOTALL)


class PicturesTreeprocessor(Treeprocessor):
    def __init__(self, md: Markdown, source: Source) -> None:
        super().__init__(md)
        self.source = source

    def run(self, root: Element) -> None:
        for paragraph in root.iter("p"):
            if len(paragraph) == 1 and paragraph[0].tag == "img":
                image = paragraph[0]
                if match := SOURCE.match(image.get("src", "")):
                    figure = self.figure(match["file"], image.get("title", ""))
                    paragraph.remove(image)
                    paragraph.text = self.md.htmlStash.store(figure)

    def figure(self, file: str, caption: str) -> str:
        path = places.DIAGRAMS / file
        if not path.is_file():
            raise self.source.error(
                f"diagrams/{file}", f"no picture {path}; draw it or correct the name"
            )
        svg = read(path.read_text("utf-8"))
        if caption:
            svg += f"\n<figcaption>{html.escape(caption, quote=False)}</figcaption>"
        return f'<figure class="picture" data-search-exclude="true">\n{svg}\n</figure>'


def read(text: str) -> str:
    """An SVG file's root element, without what only a file of its own needs before it."""
    while match := PROLOGUE.match(text):
        text = text[match.end() :]
    return text.strip()
