"""One language's site: its address, its edition, and the words that its search must know."""

import logging
import re
from pathlib import Path

import jieba
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from press.edition import edition
from press.extensions import glossary
from press.languages import LANGUAGES

DICTIONARY = Path(".cache/press/terms.txt")
BEFORE_PLUGINS = 100


@event_priority(BEFORE_PLUGINS)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    language = config.extra["language"]
    config.extra["root_url"] = config.site_url
    config.site_url = f"{(config.site_url or '').rstrip('/')}/{language}/"
    config.extra["edition"] = edition()
    config.extra["languages"] = LANGUAGES
    if language == "zh":
        config.plugins["material/search"].config.jieba_dict_user = str(dictionary(language))
    return config


def dictionary(language: str) -> Path:
    """Write the glossary's terms as a dictionary for jieba, so that none of them is cut in two."""
    jieba.setLogLevel(logging.WARNING)
    terms = [entry.term for entry in glossary.entries(language).values()]
    words = {part.strip() for term in terms for part in re.split("[（），]", term)}
    DICTIONARY.parent.mkdir(parents=True, exist_ok=True)
    DICTIONARY.write_text("".join(f"{word}\n" for word in sorted(words) if word), "utf-8")
    return DICTIONARY
