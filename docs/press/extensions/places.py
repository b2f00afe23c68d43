"""Where things lie, seen from the root of the repository, in which every builder runs."""

from pathlib import Path

SNIPPETS = Path("snippets")
EVIDENCE = Path("docs/evidence")
DIAGRAMS = Path("docs/diagrams")


def pages(language: str) -> Path:
    """The folder of a language's pages."""
    return Path("docs", language)


def glossary(language: str) -> Path:
    return pages(language) / "reference/glossary.md"
