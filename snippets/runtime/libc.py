"""The C library's way into the kernel, as in ``snippets.linux.libc``, for who can't wait.

Of ctypes this takes the part that is written in C. To load the other part takes 2 ms, as long as to
start two programs.
"""

import os
from _ctypes import (
    FUNCFLAG_CDECL,
    FUNCFLAG_USE_ERRNO,
    CFuncPtr,
    _SimpleCData,
    addressof,
    dlopen,
    get_errno,
)

__all__ = ["LIBC", "Int", "Wide", "addressof", "buffer", "call", "get_errno"]


class Int(_SimpleCData):
    """What ctypes calls ``c_int``."""

    _type_ = "i"


class Wide(_SimpleCData):
    """An ``unsigned long``, or ``size_t``; ctypes passes a plain int as ``int``."""

    _type_ = "L"


class _Char(_SimpleCData):
    _type_ = "c"


class _Function(CFuncPtr):
    _flags_ = FUNCFLAG_CDECL | FUNCFLAG_USE_ERRNO
    _restype_ = Int


class _Library:
    """Its attributes are its functions."""

    def __init__(self) -> None:
        self._handle = dlopen(None, 0)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> _Function:
        function = _Function((name, self))  # type: ignore[arg-type]
        setattr(self, name, function)
        return function


LIBC = _Library()


def buffer(size: int):
    """Memory for a function to write to: so many bytes, all zero."""
    return (_Char * size)()


def call(name: str, *args: object) -> int:
    """Call a C function that returns a negative number, and sets errno, if it fails.

    Texts are passed as ``char *``, None as NULL, a plain int as ``int``; what is wider must come as
    ``Wide``. Raises OSError, which names the function. Source: errno(3).
    """
    encoded = [os.fsencode(a) if isinstance(a, str) else a for a in args]
    result: int = getattr(LIBC, name)(*encoded)
    if result < 0:
        raise OSError(get_errno(), f"{name}: {os.strerror(get_errno())}")
    return result
