"""Which Chinese sections were written from an older English text?

``translated.json`` records, for every section of every page, a hash of the English prose that the
Chinese was written from: code, outputs and line breaks don't count. A section whose English has
changed since is stale, until its Chinese was brought up to date and somebody says so:

    python3 -m tests.site.staleness --accept process/memory.md
    python3 -m tests.site.staleness --accept process/memory.md second-bind-fails
"""

import argparse
import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path

from tests.site.page import DOCS, Section, included, read, sources

RECORD = Path(__file__).with_name("translated.json")

Record = dict[str, dict[str, str]]  # page -> section id -> hash


def prose_hash(section: Section) -> str:
    """What changes if, and only if, a section's heading or prose does."""
    lines = [line.text for line in section.lines if not line.code and not included(line.text)]
    text = " ".join(f"{section.title} {' '.join(lines)}".split())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def hashes(page: str, docs: Path = DOCS) -> dict[str, str]:
    """The hash of every section of an English page, by heading id ('' before the first)."""
    return {section.id: prose_hash(section) for section in read(docs / "en" / page).sections}


def load(record: Path = RECORD) -> Record:
    """The record; empty if there is none yet."""
    return json.loads(record.read_text("utf-8")) if record.exists() else {}


def stale(docs: Path = DOCS, record: Path = RECORD) -> list[str]:
    """One line for each section whose English is not the one that its Chinese was written from."""
    written, found = load(record), []
    pages = [page for page in sources("zh", docs) if page.endswith(".md")]
    for page in pages:
        if not (docs / "en" / page).exists():
            continue  # the parity check says so
        if page not in written:
            found.append(f"docs/zh/{page}:1: not accepted yet; {_accept(page)}")
            continue
        chinese = {section.id: section.line for section in read(docs / "zh" / page).sections}
        now, then = hashes(page, docs), written.get(page, {})
        for section in [*now, *(then.keys() - now.keys())]:
            if now.get(section) != then.get(section):
                found.append(
                    f"docs/zh/{page}:{chinese.get(section, 1)}: section '{section}' was written "
                    f"from another English text; update it, then {_accept(page)}"
                )
    found += [
        f"{record.name}: '{page}' is no page any more; {_accept(page)}"
        for page in written.keys() - set(pages)
    ]
    return found


def _accept(page: str) -> str:
    return f"run python3 -m tests.site.staleness --accept {page}"


def accept(page: str, sections: list[str], docs: Path = DOCS, record: Path = RECORD) -> None:
    """Record that the Chinese of a page, or of some of its sections, is up to date.

    Raises LookupError, and writes nothing, if there is no such section.
    """
    written = load(record)
    if not (docs / "en" / page).exists():
        if page not in written:
            raise LookupError(f"docs/en/{page}: no such page; give its path below docs/en")
        del written[page]
    elif sections:
        now = hashes(page, docs)
        for section in sections:
            if section not in now:
                raise LookupError(f"docs/en/{page}: no section '{section}'; give a heading's id")
        kept = {id: old for id, old in written.get(page, {}).items() if id in now}
        written[page] = kept | {section: now[section] for section in sections}
    else:
        written[page] = hashes(page, docs)
    write(record, json.dumps(written, indent=1, sort_keys=True) + "\n")


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    os.close(handle)
    draft = Path(name)
    try:
        draft.write_text(text, "utf-8")
        draft.chmod(0o644)
        draft.replace(path)
    except BaseException:
        draft.unlink()
        raise


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m tests.site.staleness", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--accept", metavar="PAGE", help="this page's Chinese is up to date")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="only these heading ids")
    given = parser.parse_args(arguments)
    if given.accept:
        try:
            accept(given.accept, given.sections)
        except LookupError as error:
            print(error.args[0], file=sys.stderr)
            return 1
    found = stale()
    print("\n".join(found) if found else "every Chinese section is up to date")
    return 1 if found and not given.accept else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
