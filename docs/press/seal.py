"""The integrity line of a record: whether it is whole, and as the run that made it wrote it.

Each ``docs/evidence/<environment>.json`` holds the SHA-256 of all its other content. That keeps
out what happens by accident: half a file, a line changed by hand, two versions merged.

What is no such record, but what programs printed, has its line in ``docs/evidence/SHA256SUMS``,
which ``sha256sum --check`` understands too.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

KEY, SUMS = "integrity", "SHA256SUMS"


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


def note(folder: Path, *paths: Path) -> None:
    """Write into the list of sums of a folder what its files are now; drop those that are gone."""
    sums = _sums(folder)
    for path in paths:
        sums[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    lines = [f"{sums[name]}  {name}\n" for name in sorted(sums) if (folder / name).exists()]
    (folder / SUMS).write_text("".join(lines), "utf-8")


def check(folder: Path, path: Path) -> None:
    """Raises Unsealed if a file of a folder is not as the list of sums says."""
    noted = _sums(folder).get(path.relative_to(folder).as_posix())
    if noted != hashlib.sha256(path.read_bytes()).hexdigest():
        raise _refused(path, "changed since it was recorded" if noted else "never recorded")


def _sums(folder: Path) -> dict[str, str]:
    path = folder / SUMS
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _refused(path: Path, what: str) -> Unsealed:
    return Unsealed(
        f"{path}: {what}; restore it (git checkout -- {path}) or delete it and record anew "
        "(make record)"
    )
