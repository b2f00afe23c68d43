"""A small Debian for the machines, below ``.cache/guest/systems``: Python, psutil, a few commands.

All is fetched as packages, checked, and put into one archive; nothing is installed, and nothing of
the host gets in. Any user can do it.
"""

import hashlib
import io
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

from snippets.vm import guest
from snippets.vm.debian import Archive, Failed
from tests.guests.archives import DIRECTORY, FILE, LINK, Files, making

RELEASE = "bookworm"
PACKAGES = """
    base-files base-passwd bash busybox-static coreutils dash grep iproute2 libc-bin login mount
    passwd procps python3 python3-psutil runc sed util-linux bubblewrap
""".split()  # noqa: SIM905
NOT_NEEDED = re.compile(r"(lib)?perl|usrmerge|(lib.*)-perl$|dpkg$|tar$")  # for installing only
LEFT_OUT = re.compile(
    r"usr/share/(doc|man|info|locale|lintian|bash-completion)/|usr/lib/python3/dist-packages/psutil"
    r"/tests/|usr/lib/python3\.\d+/(idlelib|lib2to3|pydoc_data|ensurepip|turtledemo)/|usr/include/"
)

MERGED = {"bin": "usr/bin", "sbin": "usr/sbin", "lib": "usr/lib", "lib64": "usr/lib64"}
EMPTY = ("dev", "proc", "sys", "run", "tmp", "mnt", "root", "home", "modules", "walls", ".root")
USERS = """
root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
reader:x:1000:1000:a reader:/home:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
"""
GROUPS = """
root:x:0:
daemon:x:1:
tty:x:5:
shadow:x:42:
reader:x:1000:
nogroup:x:65534:
"""


def missing() -> bool:
    """Whether the small Debian is not here yet."""
    return not _folder().exists()


def _folder() -> Path:
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    return guest.CACHE / "systems" / recipe


def system() -> Path:
    """The archive of the small Debian, fetched and put together if it is not here yet."""
    folder = _folder()
    with making(folder) as new:
        if new:
            with tempfile.TemporaryDirectory(prefix=".new-", dir=guest.CACHE) as place:
                apt = Archive(RELEASE, Path(place))
                apt.update()
                files: Files = {}
                for package in apt.download_all(PACKAGES):
                    if not NOT_NEEDED.match(package.name.split("_")[0]):
                        files |= _contents(package)
            (new / "busybox").write_bytes(files["usr/bin/busybox"][1])
            (new / "system.cpio").write_bytes(guest.archive(_complete(files)))
    return folder / "system.cpio"


def busybox() -> bytes:
    """The small Debian's busybox, a program without libraries."""
    return (system().parent / "busybox").read_bytes()


def _contents(package: Path) -> Files:
    """A package's files, with what is in /bin, /sbin and /lib put below /usr, as Debian has it."""
    unpacked = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], capture_output=True)
    if unpacked.returncode != 0:
        raise Failed(f"{package.name} can't be unpacked")
    files: Files = {}
    with tarfile.open(fileobj=io.BytesIO(unpacked.stdout)) as tar:
        for member in tar:
            name = re.sub(r"^(bin|sbin|lib|lib64)(?=/|$)", r"usr/\1", member.name.strip("./"))
            if not name or LEFT_OUT.match(name + "/") or name in MERGED:
                continue
            if member.isdir():
                files[name] = (0o040000 | member.mode, b"")
            elif member.issym():
                files[name] = (LINK, member.linkname.encode())
            elif content := tar.extractfile(member):
                files[name] = (0o100000 | member.mode, content.read())
    return files


def _complete(files: Files) -> Files:
    """What the packages' scripts would have made, were they installed."""
    users, groups = USERS.lstrip(), GROUPS.lstrip()
    made: Files = {name: (LINK, target.encode()) for name, target in MERGED.items()}
    made |= {name: (DIRECTORY, b"") for name in EMPTY}
    made["tmp"] = (0o041777, b"")
    made["etc/passwd"] = (FILE, users.encode())
    made["etc/group"] = (FILE, groups.encode())
    closed = [f"{line.split(':')[0]}:*:20000:0:99999:7:::" for line in users.splitlines()]
    made["etc/shadow"] = (0o100640, "".join(f"{line}\n" for line in closed).encode())
    made["etc/hostname"] = (FILE, b"guest\n")
    made["etc/hosts"] = (FILE, b"127.0.0.1 localhost\n")
    made["etc/pam.d/su"] = (
        FILE,
        b"auth sufficient pam_rootok.so\naccount required pam_permit.so\n",
    )
    made["usr/bin/sh"] = (LINK, b"dash")
    made["usr/bin/awk"] = (LINK, b"mawk")
    every = files | made
    for name in list(every):  # a package may leave out the folders that others bring
        for parent in map(str, Path(name).parents):
            if parent != ".":
                every.setdefault(parent, (DIRECTORY, b""))
    return dict(sorted(every.items()))
