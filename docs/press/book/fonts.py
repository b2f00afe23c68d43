"""Our own fonts and no others: the same letters on every machine."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent.parent / "fonts"

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@contextmanager
def only_ours() -> Iterator[None]:
    """Hide the machine's fonts from Pango; WeasyPrint must be imported inside."""
    with tempfile.TemporaryDirectory(prefix="three-walls-fonts-") as cache:
        configuration = Path(cache) / "fonts.conf"
        configuration.write_text(_CONFIGURATION.format(fonts=FOLDER, cache=cache))
        os.environ["FONTCONFIG_FILE"] = str(configuration)
        try:
            yield
        finally:
            del os.environ["FONTCONFIG_FILE"]


def stack(families: str, language: str) -> str:
    """Return our fonts for a CSS list of *families*, which any machine may have or lack."""
    if "mono" in families:
        return "DejaVu Sans Mono, Noto Sans SC"
    latin = "Source Sans 3, " if language == "en" else ""
    return f"{latin}Noto Sans SC, DejaVu Sans Mono"


def names() -> set[str]:
    """Return our fonts as ``family`` and style in one word, such as ``SourceSans3BoldItalic``."""
    tables = [TTFont(path, lazy=True)["name"] for path in FOLDER.glob("*.ttf")]
    return {plain(f"{table.getDebugName(1)} {table.getDebugName(2)}") for table in tables}


def plain(name: str) -> str:
    """Reduce a font's name in a PDF (``ABCDEF+Source-Sans-3-Bold``) to the form of `names`."""
    letters = re.sub(r"[^A-Za-z0-9]", "", name.split("+")[-1])
    return letters.removesuffix("Regular").removesuffix("Book")


def missing(text: str) -> set[str]:
    """Return the visible characters of *text* that no font of ours can show."""
    known: set[int] = set()
    for path in FOLDER.glob("*.ttf"):
        known.update(TTFont(path, lazy=True).getBestCmap())
    visible = (char for char in set(text) if unicodedata.category(char)[0] not in "CZ")
    return {char for char in visible if ord(char) not in known}
