"""The languages of the book, in one place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    folder: str  # of its pages: docs/en, site/en
    tag: str  # in HTML and for search engines (BCP 47)
    name: str  # as its readers call it


LANGUAGES = (
    Language("en", "en", "English"),
    Language("zh", "zh-Hans", "中文"),
)
