"""No Python on a page escapes: what the site colours as Python is what Sybil runs."""

import re
from collections.abc import Iterator
from pathlib import Path

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup
from sybil import Document

from tests.proofs import pages
from tests.proofs.program import ROOT

PAGES = sorted((ROOT / "docs").glob("[ez][nh]/**/*.md"))


class _AnyTag(yaml.SafeLoader):
    """Reads mkdocs.yml without running what its tags name."""


_AnyTag.add_multi_constructor("", lambda loader, tag, node: None)


@pytest.fixture(scope="module")
def site() -> markdown.Markdown:
    """The fence-making part of the site's own configuration, without colours."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), _AnyTag)
    extensions = {
        name: options or {}
        for name, options in config["markdown_extensions"].items()
        if name.startswith("pymdownx.")
    }
    return markdown.Markdown(extensions=list(extensions), extension_configs=extensions)


def coloured(site: markdown.Markdown, text: str) -> Iterator[str]:
    """The code of each block that the site marks as Python."""
    soup = BeautifulSoup(site.reset().convert(_without_cards(text)), "html.parser")
    for block in soup.find_all(["div", "code", "table"], class_=True):
        names = {name.removeprefix("language-") for name in block["class"]}
        if any(pages.Fence(0, 0, 0, name, []).is_python for name in names if name):
            yield block.get_text()


def _without_cards(text: str) -> str:
    """Cards are ours and hold ordinary fences; here only the fences matter."""
    return re.sub(r"(?m)^///( claim .*\n(    .*\n)*)?$", "", text)


def ran(text: str, path: Path) -> int:
    return len(list(pages.parse(Document(text, str(path)))))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT / "docs")))
def test_every_python_block_of_the_page_is_run(site: markdown.Markdown, page: Path) -> None:
    text = page.read_text("utf-8")
    assert ran(text, page) == len(list(coloured(site, text)))


@pytest.mark.parametrize(
    "form",
    [
        "```python\nx\n```", "~~~ py\nx\n~~~", "```{.python .a}\nx\n```", "```PYTHON\nx\n```",
        "```python3\nx\n```", '```py title="a"\nx\n```', "- a\n\n    ```python\n    x\n    ```",
        "/// note\n```python\nx\n```\n///", "> ```python\n> x\n> ```", "```pycon\nx\n```",
    ],
)  # fmt: skip
def test_both_ways_of_counting_see_the_form(site: markdown.Markdown, form: str) -> None:
    assert ran(form, PAGES[0]) == len(list(coloured(site, form))) == 1


def test_a_form_that_only_the_site_knows_is_noticed(site: markdown.Markdown) -> None:
    """Inline code with a language is Python to the site and no fence to Sybil."""
    raw = '<pre><code class="language-python">1 + 1</code></pre>'
    assert ran(raw, PAGES[0]) == 0
    assert len(list(coloured(site, raw))) == 1
