"""Landlock: a process gives up access to files, except below the places that it names.

Source: landlock(7), landlock_create_ruleset(2), landlock_add_rule(2), landlock_restrict_self(2),
Documentation/userspace-api/landlock.
"""

import ctypes
import os
import struct

from snippets.linux.credentials import no_new_privs
from snippets.linux.libc import call

# The C library has no functions for these; the numbers are the same on every architecture.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446

# --8<-- [start:rights]
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3  # linux/landlock.h
FIRST_13 = (1 << 13) - 1  # these four, to remove, and to make seven kinds of files; Linux 5.13
READ = EXECUTE | READ_FILE | READ_DIR
# --8<-- [end:rights]


def version() -> int:
    """The version of Landlock that the kernel has, 1 or more.

    Raises OSError: ENOSYS if it was built without, EOPNOTSUPP if it is switched off.
    """
    return _call(CREATE_RULESET, None, ctypes.c_size_t(0), 1)


# --8<-- [start:allow-only]
def allow_only(allowed: int, *directories: str | os.PathLike[str]) -> None:
    """Give up the 13 rights to files but for some below these directories, for ever.

    It holds for this thread and its children. Some of what the 13 don't cover remains possible:
    ``stat``, ``truncate``, ``chmod``. Some is refused: to move a file to another directory, to
    mount. Sets no_new_privs.
    Raises OSError as ``version``; ENOENT if there is no such directory.
    """
    ruleset = _call(CREATE_RULESET, struct.pack("Q", FIRST_13), ctypes.c_size_t(8), 0)
    try:
        for directory in directories:
            place = os.open(directory, os.O_PATH)
            rule = struct.pack("=Qi", allowed, place)
            try:
                _call(ADD_RULE, ruleset, 1, rule, 0)  # 1: for all that is below this place
            finally:
                os.close(place)
        no_new_privs()
        _call(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)
        # --8<-- [end:allow-only]


def _call(number: int, *args: object) -> int:
    return call("syscall", ctypes.c_long(number), *args)
