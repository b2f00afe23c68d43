"""What a test wants to know of a PDF."""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def outline(book: pikepdf.Pdf) -> list[str]:
    """Return the titles of the outline from top to bottom."""

    def walk(items: Any) -> Iterator[str]:
        for item in items:
            yield item.title
            yield from walk(item.children)

    with book.open_outline() as bookmarks:
        return list(walk(bookmarks.root))


def destinations(book: pikepdf.Pdf) -> set[str]:
    """Return the names of all places in the book that a link can lead to."""
    return {str(name) for name in pikepdf.NameTree(book.Root.Names.Dests)}


def internal_links(book: pikepdf.Pdf) -> list[str]:
    """Return the destination of each link that stays in the book."""
    notes = [note for page in book.pages for note in page.get("/Annots", [])]
    return [str(note.Dest) for note in notes if "/Dest" in note]


def descriptors(book: pikepdf.Pdf) -> list[Any]:
    """Return the descriptors of the book's fonts."""
    found = (item for item in book.objects if isinstance(item, pikepdf.Dictionary))
    return [item for item in found if item.get("/Type") == "/FontDescriptor"]


def copied_characters(book: pikepdf.Pdf) -> str:
    """Return every character that copying text from the book can give."""
    characters: set[str] = set()
    for item in book.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
            table = item.ToUnicode.read_bytes().decode("ascii")
            for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
                for code in re.findall(r"<\w+>\s*<(\w+)>", block):
                    characters.update(bytes.fromhex(code).decode("utf-16-be"))
    return "".join(sorted(characters))


def tags(book: pikepdf.Pdf, kind: str) -> list[Any]:
    """Return the elements of the structure tree that are a *kind*, such as ``/Figure``."""
    found = (item for item in book.objects if isinstance(item, pikepdf.Dictionary))
    return [item for item in found if item.get("/Type") == "/StructElem" and kind == item.S]
