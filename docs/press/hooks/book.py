"""Hand every page's content to the printed book: ``.cache/book/<language>.json``.

The book is set from what the Markdown extensions and hooks made of the pages, before the theme
wraps it: one reading of the sources serves the site and the book. Only `mkdocs build` into
``site/`` hands over; previews and the trial builds of tests leave the book's input alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from press import slim

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

_run: dict[str, Any] = {"command": "", "pages": []}


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember whether this is `build` or `serve`."""
    _run["command"] = command


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Remember the pages in reading order."""
    _run["pages"] = nav.pages
    return nav


def on_env(env: Any, *, config: MkDocsConfig, files: Files) -> Any:
    """Write the pages once all of them are rendered and none is in its template yet."""
    root = Path(config.config_file_path).resolve().parent
    site = Path(config.site_dir).resolve()
    if _run["command"] != "build" or site.parent != root / "site":
        return env
    book = {
        "name": config.site_name,
        "url": config.site_url or "",
        "folder": site.name,
        "pages": [_page(page) for page in _run["pages"]],
    }
    target = root / ".cache" / "book" / f"{site.name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".new")
    draft.write_text(json.dumps(book, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(target)
    return env


def _page(page: Page) -> dict[str, Any]:
    sections = [item.title for item in page.ancestors]
    return {
        "path": page.file.dest_uri,
        "title": str(page.title),
        "part": str(sections[-1]) if sections else "",
        "worksheet": page.file.src_uri.endswith(".ipynb"),
        "content": slim.programs(page.content or ""),
    }
