"""Our Markdown: pictures, glossary links, claim cards and lists, as one Python-Markdown extension.

    markdown_extensions:
      press.extensions:
        language: en

It needs nothing of MkDocs, so it works in any builder that runs Python-Markdown from the root of
the repository.
"""

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from press.extensions.cards import CardsExtension
from press.extensions.errors import Source
from press.extensions.exercises import ExercisesTreeprocessor
from press.extensions.filters import FiltersTreeprocessor
from press.extensions.glossary import GlossaryTreeprocessor
from press.extensions.guide import GuideExtension
from press.extensions.lists import ListsExtension
from press.extensions.pictures import PicturesTreeprocessor
from press.extensions.probes import ProbesExtension

# After inline parsing (20), before MkDocs checks and rewrites the links (0).
AFTER_INLINE = 5


class ThreeWallsExtension(Extension):
    def __init__(self, **settings: Any) -> None:
        self.config = {"language": ["en", "the pages' language: en or zh"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:
        source = Source(self.getConfig("language"))
        language = source.language
        CardsExtension(source).extendMarkdown(md)
        ListsExtension(language).extendMarkdown(md)
        GuideExtension(language).extendMarkdown(md)
        ProbesExtension(language).extendMarkdown(md)
        md.treeprocessors.register(ExercisesTreeprocessor(md, language), "exercises", AFTER_INLINE)
        md.treeprocessors.register(FiltersTreeprocessor(md, language), "filters", AFTER_INLINE)
        md.treeprocessors.register(PicturesTreeprocessor(md, source), "pictures", AFTER_INLINE)
        md.treeprocessors.register(GlossaryTreeprocessor(md, source), "glossary", AFTER_INLINE)


def makeExtension(**settings: Any) -> ThreeWallsExtension:
    return ThreeWallsExtension(**settings)
