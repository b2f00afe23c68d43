"""Search finds first the page that explains a term, and a page by its name in the navigation.

Material ranks by headings, and ours are questions. So each page is indexed under its short name
and the terms that it links to the glossary, which it does where it introduces them. Material's
own tags carry these words; the theme doesn't show them.
"""

import re
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from press.extensions import glossary

TERM = re.compile(r'<a class="term" href="[^"]*#(?P<id>[\w-]+)"')
AFTER_SEARCH = -100


@event_priority(AFTER_SEARCH)
def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    if page.is_homepage:  # it mentions everything
        return
    known = glossary.entries(config.extra["language"])
    if page.file.src_uri == "reference/glossary.md":
        terms = list(known)
    else:
        terms = [term["id"] for term in TERM.finditer(page.content or "")]
    plugin: Any = config.plugins["material/search"]
    index = plugin.search_index
    name = str(page.title)
    words = [name, *(known[term].term for term in terms)]
    words = [name, *map(index._segment_chinese, words)]
    for entry in index.entries:
        if entry["location"] == page.url:
            entry["tags"] = list(dict.fromkeys(words))
