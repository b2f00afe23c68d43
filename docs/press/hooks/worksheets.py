"""Worksheets: what mkdocs-jupyter makes of a notebook, reduced to what the page needs.

It comes with 600 KB of styles and scripts of its own, one of them from another host. We keep the
cells and give them the markup that other pages have.
"""

from base64 import b64decode
from html import escape

from bs4 import BeautifulSoup, Tag
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from press.extensions import pictures

SVG = "data:image/svg+xml;base64,"


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    if not page.file.src_uri.endswith(".ipynb"):
        return html
    identifier = page.file.name
    page.toc = get_toc([{"level": 1, "id": identifier, "name": page.title, "children": []}])
    cells = BeautifulSoup(html, "html.parser").select(".jp-Cell[id]")
    return "\n".join(part for cell in cells for part in parts(cell, identifier))


def parts(cell: Tag, identifier: str) -> list[str]:
    """One cell's prose, or its code and what that printed."""
    if "jp-MarkdownCell" in cell["class"]:
        return [prose(text, identifier) for text in cell.select(".jp-RenderedMarkdown")]
    found = [code(pre) for pre in cell.select(".jp-InputArea .hl-python pre")]
    for output in cell.select(".jp-OutputArea-output"):
        found += [printed(pre) for pre in output.select("pre")]
        found += [picture(image) for image in output.select(f"img[src^='{SVG}']")]
    return found


def prose(text: Tag, identifier: str) -> str:
    for anchor in text.select("a.anchor-link"):
        anchor.decompose()
    for heading in text.select("h1"):
        heading["id"] = identifier
    for link in text.select("a[href]"):
        link["href"] = str(link["href"]).replace(".md", ".html")
    for pre in text.select("pre"):
        pre.replace_with(BeautifulSoup(printed(pre), "html.parser"))
    return text.decode_contents().strip()


def code(pre: Tag) -> str:
    source = pre.decode_contents().replace("<span></span>", "").strip("\n")
    return f'<div class="language-python highlight"><pre><code>{source}\n</code></pre></div>'


def printed(pre: Tag) -> str:
    text = escape(pre.get_text().strip("\n"), quote=False)
    return f'<div class="language-text highlight"><pre><code>{text}\n</code></pre></div>'


def picture(image: Tag) -> str:
    svg = b64decode(str(image["src"]).removeprefix(SVG)).decode()
    return f'<figure class="picture">{pictures.read(svg)}</figure>'
