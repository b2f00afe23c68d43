"""Where the programs run: which Python, which folder, as whom."""

import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.proofs.program import ROOT, SNIPPETS

GUEST = ROOT / ".cache" / "guest"  # where make guest puts what guests need
LIBRARIES = ("psutil", "wasmtime")  # that some programs import
NOBODY = 65534  # the user that owns nothing, on every Linux


@dataclass(frozen=True)
class Environment:
    """One way to run the programs.

    name: ``user`` or ``root``, also the name of its record. python: the interpreter.
    folder: holds ``snippets``. uid: whom a root runner becomes for it, or None. pythonpath: where
    the interpreter finds ``LIBRARIES``, if not by itself.
    """

    name: str
    python: str
    folder: Path
    uid: int | None = None
    pythonpath: str = ""

    @property
    def variables(self) -> dict[str, str]:
        """What a program finds in its environment: little, and the same everywhere."""
        path = os.pathsep.join(filter(None, [str(self.folder), self.pythonpath]))
        return {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "PYTHONPATH": path,
        }


def here() -> Environment:
    """As whoever runs the tests, in this tree, with this Python."""
    return Environment("root" if os.geteuid() == 0 else "user", sys.executable, ROOT)


@contextmanager
def as_user() -> Iterator[Environment]:
    """As an ordinary user, also when the tests run as root.

    Root's own tree and Python may be unreadable to others, so the programs and what they import
    are copied to a folder that everybody can read, and the system's Python runs them.
    """
    if os.geteuid() != 0:
        yield here()
        return
    python = next(filter(None, map(shutil.which, ("/usr/bin/python3", "python3"))))
    with tempfile.TemporaryDirectory(prefix="three-walls-snippets-") as folder:
        Path(folder).chmod(0o755)
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(SNIPPETS, Path(folder, "snippets"), ignore=skip)
        if GUEST.is_dir():
            for file in GUEST.glob("[!.]*"):
                if file.is_file():
                    copy = Path(folder, GUEST.relative_to(ROOT), file.name)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(file, copy)
        libraries = Path(folder, "libraries")
        for library in LIBRARIES:
            found = importlib.util.find_spec(library)
            if found and found.origin:
                shutil.copytree(Path(found.origin).parent, libraries / library, ignore=skip)
        yield Environment("user", python, Path(folder), NOBODY, str(libraries))


def host_facts() -> dict[str, str]:
    """What a record says about the machine: nothing that names it."""
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = "unknown Linux"
    return {
        "kernel": platform.release(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "system": system,
    }
