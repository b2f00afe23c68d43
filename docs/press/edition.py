"""Which edition this is: for the foot of every page and the book's imprint."""

import os
import subprocess
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from press.extensions import evidence


@dataclass(frozen=True)
class Edition:
    number: str  # 0.1.0
    commit: str  # abbreviated; empty outside a clone
    date: str  # 2026-11-24
    kernel: str  # the release on which the claims were last proved; empty before the first record


@lru_cache
def edition() -> Edition:
    """The edition in the working directory, which is the root of the repository."""
    kernels = evidence.kernels()
    return Edition(
        number=tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]["version"],
        commit=_git("rev-parse", "--short", "HEAD"),
        date=datetime.fromtimestamp(seconds(), UTC).strftime("%Y-%m-%d"),
        kernel=kernels[0] if kernels else "",
    )


def seconds() -> int:
    """When this edition was made, in seconds since 1970.

    SOURCE_DATE_EPOCH if that is set (https://reproducible-builds.org/specs/source-date-epoch/),
    else the commit's time, else now.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct")
    return int(given) if given else int(datetime.now(UTC).timestamp())


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
