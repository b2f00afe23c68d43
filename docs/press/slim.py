"""Lighter files for slow lines: the same pages, without what nobody sees.

Material's styles serve every site that can be built with it; ours needs half of them.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

import tinycss2

# Text in which every space counts, and scripts, whose hash the policy names
VERBATIM = re.compile(r"(<pre\b.*?</pre>|<script\b.*?</script>)", re.DOTALL)
PRE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
SPAN = re.compile(r'<span class="(?P<kind>\w{1,2})">(?P<text>[^<]*)</span>')
TWINS = re.compile(r'<span class="(\w)">([^<]*)</span><span class="\1">([^<]*)</span>')
FALLBACK = re.compile(r"var\((--d-[\w-]+), ?#\w+\)")  # for pictures that stand alone
MARKS = {"k": "b", "s": "i", "c": "u"}  # shorter than spans; our styles colour them
HEADING_LINK = re.compile(r'<a class="headerlink"[^>]*>[^<]*</a>')
CONTENTS_LINK = re.compile(
    r'(<a href="#[\w-]+" class="md-nav__link">)\s*<span class="md-ellipsis">\s*(.*?)\s*</span>',
    re.DOTALL,
)
MANY = 60  # headings: the glossary, whose table of contents links each of its terms
SETTINGS = re.compile(r"(?<=>)\{.*\}(?=</script>)", re.DOTALL)  # Material's, as JSON
UNUSED = ("select.version",)  # what it says where a site has several versions
NAME = re.compile(r"-?[A-Za-z_][\w-]*")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
VALUE = re.compile(r"\[[\w-]+[~|^$*]?=[\"']?([\w-]+)")


def html(text: str) -> str:
    """A page without the blanks between its tags, and with fewer spans in its code.

    Where there are too many headings for a link of its own on each, the contents have them, as
    plain links.
    """
    text = FALLBACK.sub(r"var(\1)", text).replace(' xmlns="http://www.w3.org/2000/svg"', "")
    if len(HEADING_LINK.findall(text)) > MANY:
        text = CONTENTS_LINK.sub(r"\1\2", HEADING_LINK.sub("", text))
    parts = VERBATIM.split(text)
    parts[::2] = [re.sub(r"\s*\n\s*", "\n", part) for part in parts[::2]]
    parts[1::2] = [_verbatim(part) for part in parts[1::2]]
    return "".join(parts)


def _verbatim(part: str) -> str:
    if part.startswith("<pre"):
        return SPAN.sub(_marked, _code(part))
    if 'type="application/json"' in part:
        return SETTINGS.sub(_settings, part)
    return part


def _settings(found: re.Match[str]) -> str:
    """Without what is empty or unused, and with Chinese as it is."""
    settings = {key: value for key, value in json.loads(found[0]).items() if value is not None}
    for name in UNUSED:
        settings["translations"].pop(name, None)
    text = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def programs(text: str) -> str:
    """A page with fewer spans in its code."""
    return PRE.sub(lambda pre: _code(pre[0]), text)


def _code(pre: str) -> str:
    pre = SPAN.sub(_plainer, pre)
    while (joined := TWINS.sub(r'<span class="\1">\2\3</span>', pre)) != pre:
        pre = joined
    return pre


def _plainer(span: re.Match[str]) -> str:
    """A token by its family: keyword, string or comment; others go unmarked."""
    family = "k" if span["kind"] == "ow" else span["kind"][0]
    return f'<span class="{family}">{span["text"]}</span>' if family in "ksc" else span["text"]


def _marked(span: re.Match[str]) -> str:
    mark = MARKS[span["kind"]]
    return f"<{mark}>{span['text']}</{mark}>"


def script(text: str) -> str:
    """A script of ours without comments of their own line, and without indentation."""
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def names(texts: Iterable[str]) -> set[str]:
    """All that could be the name of a class in these pages and scripts."""
    return {name for text in texts for name in NAME.findall(text)}


def styles(text: str, used: set[str]) -> str:
    """A style sheet without comments, blanks, and the rules for names that are never used."""
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return "".join(_rule(rule, used) for rule in rules)


def _rule(rule: Any, used: set[str]) -> str:
    if rule.type == "at-rule" and rule.content is not None:
        inside = tinycss2.serialize(rule.content)
        if rule.lower_at_keyword in ("media", "supports"):
            inside = styles(inside, used)
        head = f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()}"
        return f"{head}{{{inside}}}" if inside else ""
    if rule.type != "qualified-rule":
        return rule.serialize()
    selectors = [_tight(tinycss2.serialize(part)) for part in _parts(rule.prelude)]
    kept = [selector for selector in selectors if _names_in(selector) <= used]
    body = _tight(tinycss2.serialize(rule.content)).rstrip(";")
    return f"{','.join(kept)}{{{body}}}" if kept and body else ""


def _parts(prelude: list[Any]) -> list[list[Any]]:
    """A rule's selectors: its prelude, cut at the commas."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        elif token.type != "comment":
            parts[-1].append(token)
    return parts


def _names_in(selector: str) -> set[str]:
    outside = re.sub(r":not\([^)]*\)", "", selector)
    return set(CLASS.findall(outside)) | set(VALUE.findall(outside))


def _tight(text: str) -> str:
    text = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    return re.sub(r"(?<=[;:>,]) | (?=>)", "", text).strip()
