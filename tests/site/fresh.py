"""Is the site that the tests look at the one that the sources make?"""

import os
from pathlib import Path

from tests.site.page import LANGUAGES, ROOT

SITE = ROOT / "site"
SOURCES = ("docs", "snippets", "mkdocs.yml", "mkdocs.zh.yml")


def fault(root: Path = ROOT) -> str:
    """Why the built site can't be tested, as one line; empty if it can."""
    homes = [root / "site" / language / "index.html" for language in LANGUAGES]
    homes.append(root / "site" / "index.html")
    for home in homes:
        if not home.is_file():
            return f"{home.relative_to(root)} is not there; run `make site` first"
    built = min(home.stat().st_mtime for home in homes)
    for source in SOURCES:
        for path in _files(root / source):
            if path.stat().st_mtime > built:
                return f"site/ is older than {path.relative_to(root)}; run `make site` first"
    return ""


def _files(path: Path) -> list[Path]:
    """The file, or the files below the folder, caches left out."""
    found = [path] if path.is_file() else []
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [Path(folder) / name for name in names]
    return found
