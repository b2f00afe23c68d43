"""What may differ between two honest runs of one program: a closed list, each with a name.

A program lists the masks it needs, ``# masks: pid, time``. A mask hides a value, so the program
must assert whatever matters about it.
"""

import difflib
import re
import socket
from functools import partial

_NUMBER = r"\d[\d,_ ]*\d(?:\.\d+)?|\d+(?:\.\d+)?"
_HOST = re.escape(socket.gethostname()) or "(?!)"

# A group named "kept" is the word that the value follows; it stays.
MASKS: dict[str, re.Pattern[str]] = {
    # a process or thread id, after its word
    "pid": re.compile(r"(?i)(?P<kept>\b(?:[pt]id|process|thread)\b[ :=]*)\d+"),
    # a user or group id, after its word
    "uid": re.compile(r"(?i)(?P<kept>\b(?:e?[ug]id|user|group)\b[ :=]*)\d+"),
    "address": re.compile(r"\b0x[0-9a-f]+\b"),
    "inode": re.compile(r"(?P<kept>\binode\b[ :=]*|:\[)\d+"),
    "time": re.compile(rf"(?:{_NUMBER})\s?(?:ns|µs|ms|s)\b"),
    "size": re.compile(rf"(?:{_NUMBER})\s?(?:[kKMG]i?)?B\b"),
    "rate": re.compile(rf"(?:{_NUMBER})\s?[\w ]*?(?:/s\b|\bper second\b)"),
    "ratio": re.compile(rf"(?:{_NUMBER})\s?[×%]"),
    "kernel": re.compile(r"\b\d+\.\d+(?:\.\d+)?(?:[-+][\w.+~-]+)?"),
    "hostname": re.compile(rf"\b{_HOST}\b"),
    "cpus": re.compile(r"\d+(?= CPUs?\b)"),
    # any other whole number
    "count": re.compile(r"(?<![\w.])\d[\d,_]*(?![\w.]*\w)"),
    # everything after the first ": " of a line
    "value": re.compile(r"(?<=: ).*"),
}


def masked(text: str, names: list[str]) -> list[str]:
    """The lines of ``text`` as they are compared, each hidden value replaced by ``<its mask>``.

    Where a value was hidden, runs of spaces count as one: columns move with the width of a number.
    """
    lines = []
    for line in text.splitlines():
        hidden = line
        for name in MASKS:
            if name in names:
                hidden = MASKS[name].sub(partial(_hidden, name), hidden)
        lines.append(line.rstrip() if hidden == line else " ".join(hidden.split()))
    return lines


def _hidden(name: str, found: re.Match[str]) -> str:
    return f"{found.groupdict().get('kept') or ''}<{name}>"


def difference(recorded: str, printed: str, names: list[str]) -> str:
    """What differs once masks are applied, as a diff; empty if nothing does."""
    before, after = masked(recorded, names), masked(printed, names)
    if before == after:
        return ""
    return "\n".join(
        difflib.unified_diff(before, after, "recorded", "printed now", lineterm="", n=1)
    )
