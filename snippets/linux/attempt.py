"""Ask the kernel for something and take its answer by name."""

import errno
from collections.abc import Callable
from typing import Any


def attempt(call: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """Call a function; return "ok", or the name of the error it met, such as EACCES.

    Source: errno(3).
    """
    try:
        call(*args, **kwargs)
    except OSError as error:
        return errno.errorcode[error.errno] if error.errno else str(error)
    return "ok"
