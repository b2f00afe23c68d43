"""The root directory of a process: where its absolute paths begin, and an old way around it."""

import os


# --8<-- [start:climb]
def climb_out() -> None:
    """Leave a chroot by making another, deeper one, and then walking up.

    ``..`` stops only at the root of the process. chroot moves the root and leaves the working
    directory where it is: the root is then below us, and ``..`` no longer meets it.
    Raises OSError: EPERM without CAP_SYS_CHROOT. Source: chroot(2).
    """
    os.makedirs("deeper", exist_ok=True)
    os.chroot("deeper")
    for _ in range(100):  # deep enough for any tree here; at the very top ".." stays
        os.chdir("..")
    # --8<-- [end:climb]
