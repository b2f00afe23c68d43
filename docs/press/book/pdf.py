"""Set the document with WeasyPrint, then complete what it leaves out of the tags."""

from __future__ import annotations

import ctypes
import logging
import os
from pathlib import Path
from typing import Any

import pikepdf

from press.book import fonts, quicker
from press.book.errors import BookError

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO = "apt-get install -y --no-install-recommends " + " ".join(
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
)


class _Complaints(logging.Handler):
    """Collects what WeasyPrint could not do; a book with a hole in it must not be made."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def write(html: str, target: Path, seconds: int) -> None:
    """Print *html* to *target*, the same bytes for the same input; raise BookError on any gap.

    *seconds* since 1970 become the PDF's date.
    """
    os.environ["SOURCE_DATE_EPOCH"] = str(seconds)  # WeasyPrint's dates
    draft = target.with_suffix(".new")
    try:
        with fonts.only_ours():
            _set(html, draft)
        _complete(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _complete(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as book:
        _scope(book.Root.StructTreeRoot)
        if strangers := font_names(book) - fonts.names():
            raise BookError(f"{path.stem}: set with fonts that are not ours: {strangers}")
        book.Root.PageMode = pikepdf.Name.UseOutlines
        packed = pikepdf.ObjectStreamMode.generate
        book.save(path, deterministic_id=True, object_stream_mode=packed)


def require_pango() -> None:
    """Raise BookError, with the one line that helps, if a library of Pango is missing."""
    for library in LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError as error:
            raise BookError(f"the book needs {library}; run as root: {PANGO}") from error


def _set(html: str, target: Path) -> None:
    from weasyprint import HTML  # only now: it reads the font configuration on import

    quicker.remember()
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.handlers = [complaints]
    HTML(string=html, base_url=str(Path(__file__).parent)).write_pdf(target, pdf_variant="pdf/ua-1")
    if complaints.lines:
        raise BookError(f"{target.name}: {complaints.lines[0]} ({len(complaints.lines)} such)")


def _scope(node: pikepdf.Object, heads: str = "/Row") -> None:
    """Say of each table header below *node* what it heads: a column or a row (PDF/UA-1, 7.5)."""
    kids: Any = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else ():
        if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
            continue
        if kid.S == "/TH":
            attributes = kid.get("/A", pikepdf.Dictionary(O=pikepdf.Name.Table))
            attributes["/Scope"] = pikepdf.Name(heads)
            kid["/A"] = attributes
        _scope(kid, "/Column" if kid.S == "/THead" else heads)


def font_names(book: pikepdf.Pdf) -> set[str]:
    """Return the fonts of *book* in the form of `fonts.names`."""
    return {
        fonts.plain(str(item.FontName))
        for item in book.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    }
