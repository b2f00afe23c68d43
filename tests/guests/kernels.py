"""Debian's kernels with the modules that the proofs need, below ``.cache/guest/kernels``.

All is fetched as packages, checked and unpacked, never installed. Any user can do it.
"""

import lzma
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from snippets.vm import guest
from snippets.vm.debian import Archive, Package, unpack
from tests.guests.archives import FILE, in_folder, making

# Linux's versions by the release of Debian that has them. "newest" is whatever that has now.
RELEASES = {"5.10": "bullseye", "6.1": "bookworm", "6.12": "trixie", "newest": "sid"}
WITHOUT_UPDATES = {"bullseye", "sid"}  # gone from the archive; there like everything else
MODULES = ["overlay", "veth", "binfmt_misc", "kvm-amd", "loop"]  # with all that they need


class Kernel(NamedTuple):
    """A kernel and its modules, decompressed, in an archive in the order of their insertion."""

    package: str
    image: Path
    modules: Path


def missing(versions: Iterable[str]) -> list[str]:
    """Those of the versions that are not here yet."""
    return [version for version in versions if not _folder(version).exists()]


def _folder(version: str) -> Path:
    return guest.CACHE / "kernels" / version


def kernel(version: str) -> Kernel:
    """The newest kernel of a version in RELEASES, fetched if it is not here yet. Raises Failed."""
    folder = _folder(version)
    with making(folder) as new:
        if new:
            with tempfile.TemporaryDirectory(prefix=".new-", dir=guest.CACHE) as place:
                names, files = _kernel_files(RELEASES[version], Path(place))
            (new / "vmlinuz").write_bytes(files.pop("vmlinuz"))
            (new / "modules.cpio").write_bytes(guest.archive(in_folder("modules", files)))
            (new / "package").write_text(names)
    text = (folder / "package").read_text().strip()
    return Kernel(text, folder / "vmlinuz", folder / "modules.cpio")


def _kernel_files(release: str, place: Path) -> tuple[str, dict]:
    apt = Archive(release, place, updates=release not in WITHOUT_UPDATES)
    apt.update()
    tree = place / "tree"
    packages = list(_with_kernel(apt, "linux-image-cloud-amd64"))
    for package in packages:
        unpack(package, tree)
    image = next(tree.rglob("vmlinuz*"))
    modules = {_module_name(path): path for path in tree.rglob("*.ko*")}
    files: dict = {"vmlinuz": image.read_bytes()}
    for number, (name, data) in enumerate(_in_order(MODULES, modules)):
        files[f"{number:02}-{name}.ko"] = (FILE, data)
    return ", ".join(f"{it.name} {it.version}" for it in packages), files


def _with_kernel(apt: Archive, name: str) -> Iterator[Package]:
    """The packages that a kernel's name stands for: one, or from Linux 7 on one for each part."""
    fields = apt.show(name)
    yield apt.download(name)
    for part in re.findall(r"\blinux-(?:image|binary|modules)-[^ ,]+", fields.get("Depends", "")):
        yield from _with_kernel(apt, part)


def _in_order(wanted: list[str], modules: dict[str, Path]) -> Iterator[tuple[str, bytes]]:
    """Modules, each after those that it needs. What is not there is built in, or left out."""
    done: set[str] = set()

    def visit(name: str) -> Iterator[tuple[str, bytes]]:
        if name in done or name not in modules:
            return
        done.add(name)
        data = modules[name].read_bytes()
        if modules[name].suffix == ".xz":
            data = lzma.decompress(data)
        needed = re.search(rb"\0depends=([^\0]*)\0", data)
        for other in (needed[1] if needed else b"").decode().split(","):
            yield from visit(other.replace("_", "-"))
        yield name, data

    for name in wanted:
        yield from visit(name.replace("_", "-"))


def _module_name(path: Path) -> str:
    return path.name.split(".")[0].replace("_", "-")
