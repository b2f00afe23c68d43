"""Is an English text spelled right? Words of the trade are in ``words.txt``."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from spellchecker import SpellChecker

WORDS = Path(__file__).with_name("words.txt")

_WORD = re.compile(r"(?<![\w./@-])[A-Za-z]+(?:'[a-z]+)?(?![\w/@(]|\.\w)")
_ENDING = re.compile(r"'(?:s|re|ve|ll|d|t|m)$")


@cache
def _dictionary() -> SpellChecker:
    checker = SpellChecker(language="en", distance=1)
    checker.word_frequency.load_words(WORDS.read_text("utf-8").split())
    return checker


def unused(texts: Iterable[str]) -> list[str]:
    """One line for each word of ``words.txt`` that no text needs."""
    seen = {_ENDING.sub("", word) for text in texts for word in _WORD.findall(text)}
    listed = WORDS.read_text("utf-8").split()
    return [
        f"{WORDS.name}: nobody needs '{word}'; remove it" for word in listed if word not in seen
    ]


def check(lines: Iterable[tuple[int, str]], where: str) -> list[str]:
    """One line for each word that neither the dictionary nor ``words.txt`` has.

    lines: line numbers and words, as ``prose.lines`` gives them. where: the file.
    Names of manual pages, paths, and words with digits or inner capitals are not looked up.
    """
    found = []
    for number, text in lines:
        for word in _WORD.findall(text.replace("\u2019", "'")):
            if not re.fullmatch(r"[A-Z]?[a-z']+", word):
                continue
            plain = _ENDING.sub("", word).lower()
            if _dictionary().unknown([plain]) and _dictionary().unknown([word]):
                near = _dictionary().correction(plain)
                hint = f" ({near}?)" if near and near != plain else ""
                found.append(
                    f"{where}:{number}: «{word}»: unknown{hint}; correct it, or add it to words.txt"
                )
    return found
