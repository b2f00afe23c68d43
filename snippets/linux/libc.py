"""The C library's way into the kernel, for the system calls that Python has no function for."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)
PATHS = (str, bytes, os.PathLike)
LIBRT = "librt.so.1"  # where mq_open and shm_open were before glibc 2.34


def call(name: str, *args: object) -> int:
    """Call a C function that returns a negative number, and sets errno, if it fails.

    Texts and paths are passed as ``char *``, None as NULL, a plain int as ``int``; what is wider
    than that must come as a ctypes number, as ``c_ulong(flags)``. Raises OSError, which names the
    function. Source: errno(3).
    """
    encoded = [os.fsencode(a) if isinstance(a, PATHS) else a for a in args]
    library = LIBC if hasattr(LIBC, name) else ctypes.CDLL(LIBRT, use_errno=True)
    result: int = getattr(library, name)(*encoded)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return result
