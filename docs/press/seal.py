"""The integrity line of a record: whether it is whole, and as the run that made it wrote it.

Each ``docs/evidence/<environment>.json`` holds the SHA-256 of all its other content. That keeps
out what happens by accident: half a file, a line changed by hand, two versions merged.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

KEY = "integrity"


class Unsealed(ValueError):
    """A record that can't be believed; the message is one line: what, and what to do."""


def digest(record: dict[str, Any]) -> str:
    """The SHA-256 of a record without its integrity line, however it is spaced or sorted."""
    content = {key: value for key, value in record.items() if key != KEY}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256-{hashlib.sha256(text.encode()).hexdigest()}"


def sealed(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its integrity line, which stands first."""
    return {KEY: digest(record)} | {key: value for key, value in record.items() if key != KEY}


def read(path: Path) -> dict[str, Any]:
    """The record in a file. Raises Unsealed if it is cut off, merged or edited."""
    try:
        record = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise _refused(path, f"no whole record ({error})") from error
    if not isinstance(record, dict) or record.get(KEY) != digest(record):
        raise _refused(path, "changed since it was recorded")
    return record


def _refused(path: Path, what: str) -> Unsealed:
    return Unsealed(
        f"{path}: {what}; restore it (git checkout -- {path}) or delete it and record anew "
        "(make record)"
    )
