"""A guest that counts, in a page of memory that others see too: does it go on?"""

import mmap
import time


def number(page: mmap.mmap) -> int:
    """How far it has counted."""
    return int.from_bytes(page[:4], "little")


def counts(page: mmap.mmap, seconds: float = 0.5, start: int | None = None) -> bool:
    """Whether within so many seconds the number is no longer ``start``, or what it is now.

    Returns as soon as that is so.
    """
    before, end = number(page) if start is None else start, time.monotonic() + seconds
    while number(page) == before and time.monotonic() < end:
        time.sleep(0.01)
    return number(page) != before
