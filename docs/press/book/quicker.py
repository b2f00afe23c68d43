"""What WeasyPrint 70 works out again and again, kept: the same book in less time.

A book of 300 pages asks 100,000 times whether a line may break between the same two letters,
which font a style wants, and for a list of all pages that grows with the book.
"""

from __future__ import annotations

import gc
from functools import cache
from typing import Any

import pydyf


def remember() -> None:
    """Keep WeasyPrint's answers for the rest of this process, which makes one book and ends."""
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    inline.can_break_text = cache(inline.can_break_text)
    line_break.get_font_description = _by_style(line_break)
    pydyf.PDF.page_references = property(_by_count(pydyf.PDF.page_references.fget))
    gc.disable()  # a book is one large tree, searched for garbage in vain


def _by_style(line_break: Any) -> Any:
    describe, known = line_break.get_font_description, {}

    def description(style: Any) -> Any:
        key = line_break._font_style_cache_key(style), style["font_size"]
        if key not in known:
            known[key] = describe(style)
        return known[key]

    return description


def _by_count(list_pages: Any) -> Any:
    def page_references(book: Any) -> tuple[bytes, ...]:
        known = book.__dict__.get("_page_references", ())
        if len(known) != book.pages["Count"]:
            known = book.__dict__["_page_references"] = list_pages(book)
        return known

    return page_references
