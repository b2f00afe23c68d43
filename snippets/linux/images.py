"""Container images: layers of files as tar archives, described by JSON, each named by its digest.

Source: OCI Image Format Specification (image-layout, descriptor, manifest, config, layer).
"""

import errno
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import tarfile
from pathlib import Path, PurePosixPath
from typing import Any

from snippets.linux.mounts import mount
from snippets.linux.namespaces import FIRST, namespaces

Json = dict[str, Any]

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64", "i686": "386"}  # the names that images use
WHITEOUT = ".wh."  # before a name: this is deleted
OPAQUE = ".wh..wh..opq"  # in a directory: all that lower layers have in it is deleted


def digest(blob: bytes, algorithm: str = "sha256") -> str:
    """The name of some bytes, made from nothing but the bytes: ``sha256:9f86d0...``."""
    return f"{algorithm}:{hashlib.new(algorithm, blob).hexdigest()}"


def store(layout: Path, blob: bytes, kind: str) -> Json:
    """Put bytes into an image under their own name; returns their descriptor."""
    descriptor = {
        "mediaType": f"application/vnd.oci.image.{kind}",
        "digest": digest(blob),
        "size": len(blob),
    }
    file = blob_file(layout, descriptor)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(blob)
    return descriptor


# --8<-- [start:write]
def write_image(layout: Path, layers: list[bytes], settings: Json) -> None:
    """Write an image: layers as tar archives, the lowest first, and how to run a program in it.

    settings: ``{"Cmd": ["/bin/sh"], "Env": ["PATH=/bin"], ...}``
    """
    here = {"os": "linux", "architecture": architecture()}
    config = here | {
        "config": settings,
        "rootfs": {"type": "layers", "diff_ids": [digest(tar) for tar in layers]},
    }
    compressed = [gzip.compress(tar, mtime=0) for tar in layers]
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": store(layout, _json(config), "config.v1+json"),
        "layers": [store(layout, blob, "layer.v1.tar+gzip") for blob in compressed],
    }
    first = store(layout, _json(manifest), "manifest.v1+json") | {"platform": here}
    (layout / "index.json").write_bytes(_json({"schemaVersion": 2, "manifests": [first]}))
    (layout / "oci-layout").write_bytes(_json({"imageLayoutVersion": "1.0.0"}))
    # --8<-- [end:write]


def architecture() -> str:
    """What images call the machine that this process runs on."""
    machine = os.uname().machine
    return ARCHITECTURES.get(machine, machine)


def blob_file(layout: Path, descriptor: Json) -> Path:
    """Where an image keeps what a descriptor describes.

    Raises ValueError if the digest is of a kind we don't know, or no digest but a path.
    """
    name = str(descriptor["digest"])
    if not re.fullmatch(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}", name):
        raise ValueError(f"not a digest: {name!r}")
    return layout.joinpath("blobs", *name.split(":"))


# --8<-- [start:read]
def fetch(layout: Path, descriptor: Json) -> bytes:
    """The bytes that a descriptor describes. Raises ValueError if the file holds other bytes."""
    blob = blob_file(layout, descriptor).read_bytes()
    algorithm, _, _ = descriptor["digest"].partition(":")
    if digest(blob, algorithm) != descriptor["digest"] or len(blob) != descriptor["size"]:
        raise ValueError(f"{descriptor['digest']}: the file holds something else")
    return blob


def read_image(layout: Path) -> tuple[Json, list[bytes]]:
    """The configuration and the layers (tar archives, the lowest first) of an image.

    Of images for several machines it takes the one for this machine. Raises ValueError if there
    is none, if a layer is compressed otherwise than by gzip, or if a digest is wrong.
    """
    index = json.loads((layout / "index.json").read_bytes())
    manifest = json.loads(fetch(layout, _for_this_machine(index["manifests"])))
    config = json.loads(fetch(layout, manifest["config"]))
    layers = [_uncompressed(fetch(layout, layer), layer) for layer in manifest["layers"]]
    if [digest(tar) for tar in layers] != config["rootfs"]["diff_ids"]:
        raise ValueError("a layer is not the one that the configuration names")
    return config, layers
    # --8<-- [end:read]


def _for_this_machine(manifests: list[Json]) -> Json:
    for descriptor in manifests:
        platform = descriptor.get("platform", {})
        if platform.get("architecture", architecture()) == architecture():
            return descriptor
    raise ValueError(f"the image has nothing for {architecture()}")


def _uncompressed(blob: bytes, descriptor: Json) -> bytes:
    kind = descriptor["mediaType"]
    if kind.endswith((".tar+gzip", ".tar.gzip")):
        return gzip.decompress(blob)
    if kind.endswith(".tar"):
        return blob
    raise ValueError(f"can't unpack a layer of type {kind}")


def _json(value: Json) -> bytes:
    return json.dumps(value, indent=1).encode()


# --8<-- [start:pack]
def pack(tree: Path) -> bytes:
    """A directory as a layer: everything below it, in order, owned by 0:0, without dates.

    What an overlay left in its upper directory to hide names of lower layers (a character device
    0/0, an opaque directory) is packed as the files that mean the same in an image.
    """
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for path in sorted(tree.rglob("*")):
            name = path.relative_to(tree)
            if is_whiteout(path):
                tar.addfile(tarfile.TarInfo(str(name.with_name(WHITEOUT + name.name))))
                continue
            member = tar.gettarinfo(path, str(name))
            member.uid = member.gid = member.mtime = 0
            member.uname = member.gname = ""
            if member.isreg():
                with path.open("rb") as file:
                    tar.addfile(member, file)
            else:
                tar.addfile(member)
            if is_opaque(path):
                tar.addfile(tarfile.TarInfo(str(name / OPAQUE)))
    return archive.getvalue()
    # --8<-- [end:pack]


# --8<-- [start:unpack]
def unpack(layer: bytes, root: Path) -> None:
    """Lay a layer over the files below ``root``: delete what it hides, then add what it has.

    Nothing outside ``root`` is touched, whatever the names in the layer say. All files belong to
    the caller. Raises ValueError for a name that can't be unpacked, OSError as for files.
    """
    with tarfile.open(fileobj=io.BytesIO(layer)) as tar:
        members = [member for member in tar if PurePosixPath(member.name).name]
        for member in members:
            directory, name = _split(root, member.name)
            if name == OPAQUE:
                for hidden in directory.iterdir() if directory.is_dir() else ():
                    _remove(hidden)
            elif name.startswith(WHITEOUT):
                _remove(directory / _plain(name.removeprefix(WHITEOUT)))
        for member in members:
            directory, name = _split(root, member.name)
            if not name.startswith(WHITEOUT):
                directory.mkdir(parents=True, exist_ok=True)
                _add(tar, member, directory / name, root)
    # --8<-- [end:unpack]


def _add(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path, root: Path) -> None:
    """Make one file of a layer; the directory for it exists."""
    if not (member.isdir() and path.is_dir() and not path.is_symlink()):
        _remove(path)
    if member.isdir():
        path.mkdir(exist_ok=True)
    elif member.issym():
        path.symlink_to(member.linkname)
    elif member.islnk():
        directory, name = _split(root, member.linkname)
        os.link(directory / name, path, follow_symlinks=False)
    elif member.isreg():
        with path.open("xb") as file:
            shutil.copyfileobj(tar.extractfile(member) or io.BytesIO(), file)
    elif member.isfifo():
        os.mkfifo(path)
    else:
        kind = stat.S_IFCHR if member.ischr() else stat.S_IFBLK
        os.mknod(path, kind, os.makedev(member.devmajor, member.devminor))
    if not (member.issym() or member.islnk()):
        path.chmod(member.mode)


def _split(root: Path, name: str) -> tuple[Path, str]:
    """The directory of a layer's file below ``root``, and its name in there."""
    path = PurePosixPath(name)
    return inside(root, str(path.parent)), _plain(path.name)


def _plain(name: str) -> str:
    if name in ("", ".", ".."):
        raise ValueError(f"not a name for a file: {name!r}")
    return name


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


# --8<-- [start:libraries]
def libraries(program: str) -> list[str]:
    """The files that a program needs to start: its loader and its shared libraries, by ldd(1).

    Empty for a static program, or where there is no ldd.
    """
    try:
        done = subprocess.run(["ldd", program], capture_output=True, text=True)
    except FileNotFoundError:
        return []
    return re.findall(r"(/\S+) \(0x", done.stdout)
    # --8<-- [end:libraries]


# --8<-- [start:inside]
def inside(root: Path, path: str) -> Path:
    """Where a path leads for a process whose root is ``root``: neither ``..`` nor a link leads out.

    What does not exist yet counts as a directory. Only sure as long as nobody else changes the
    tree meanwhile. Raises OSError (ELOOP) for links in a circle. Source: path_resolution(7).
    """
    done: list[str] = []
    todo = path.split("/")[::-1]
    links = 0
    while todo:
        name = todo.pop()
        here = root.joinpath(*done, name)
        if name == "..":
            done = done[:-1]  # ".." of the root is the root
        elif name not in ("", ".") and here.is_symlink():
            target = os.readlink(here)
            done = [] if target.startswith("/") else done
            todo += target.split("/")[::-1]
            links += 1
            if links > 40:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(here))
        elif name not in ("", "."):
            done.append(name)
    return root.joinpath(*done)
    # --8<-- [end:inside]


# --8<-- [start:overlay]
def overlay(target: Path, lower: list[Path], upper: Path, work: Path) -> None:
    """Show several directories as one at ``target``; what is changed there goes to ``upper``.

    lower: the uppermost first; never written to. work: an empty directory on the file system of
    ``upper``. No comma or colon in the names. Raises OSError: EPERM in a user namespace before
    Linux 5.11, ENODEV without overlayfs. Source: Documentation/filesystems/overlayfs.rst.
    """
    options = f"lowerdir={':'.join(map(str, lower))},upperdir={upper},workdir={work}"
    if namespaces()["user"] != FIRST["user"]:
        options += ",userxattr"  # keep notes in attributes that a user may set
    mount("overlay", target, "overlay", options=options)
    # --8<-- [end:overlay]


def is_whiteout(path: Path) -> bool:
    """Whether it is the character device 0/0: the mark of an overlay for a deleted name."""
    status = path.lstat()
    return stat.S_ISCHR(status.st_mode) and status.st_rdev == 0


def is_opaque(path: Path) -> bool:
    """Whether an overlay shows nothing of the directories of this name in lower layers."""
    for attribute in ("user.overlay.opaque", "trusted.overlay.opaque"):
        try:
            return os.getxattr(path, attribute, follow_symlinks=False) == b"y"
        except OSError as error:
            if error.errno not in (errno.ENODATA, errno.ENOTSUP, errno.EPERM):
                raise
    return False
