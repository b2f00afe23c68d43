"""What the cards say in each language; the table is words.toml."""

import tomllib
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("words.toml")
VERDICTS = ("true", "conditional", "outdated", "false", "opinion", "historical")


class Words:
    def __init__(self, table: dict[str, dict[str, str]], language: str) -> None:
        self._table = table
        self._language = language

    def __call__(self, key: str, **values: object) -> str:
        """The words for ``key``, with ``{name}`` replaced by the value of that name."""
        return self._table[key][self._language].format(**values)

    def named(self, group: str, name: str) -> str:
        """The word for ``name`` in a group such as ``need``; the name itself if it has none."""
        entry = self._table.get(f"{group}-{name}")
        return entry[self._language] if entry else name


@lru_cache
def words(language: str) -> Words:
    return Words(tomllib.loads(TABLE.read_text("utf-8")), language)
