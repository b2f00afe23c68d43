"""Layers survive the way into an image and out of it, and nothing in one leads out of its root."""

import io
import os
import tarfile
from pathlib import Path

import pytest

from snippets.linux import images


def layer(*members: tuple[str, bytes, str]) -> bytes:
    """A tar archive of (name, type, link target) without contents."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for name, kind, target in members:
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.mode = kind, target, 0o755
            tar.addfile(member)
    return archive.getvalue()


def file(name: str) -> tuple[str, bytes, str]:
    return name, tarfile.REGTYPE, ""


def directory(name: str) -> tuple[str, bytes, str]:
    return name, tarfile.DIRTYPE, ""


def link(name: str, target: str) -> tuple[str, bytes, str]:
    return name, tarfile.SYMTYPE, target


def names(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / "outside" / "root"
    path.mkdir(parents=True)
    return path


def test_an_image_gives_back_what_was_packed(tmp_path, root):
    tree, layout = tmp_path / "tree", tmp_path / "layout"
    (tree / "bin").mkdir(parents=True)
    layout.mkdir()
    (tree / "bin" / "sh").write_text("a shell")
    (tree / "bin" / "sh").chmod(0o755)
    os.link(tree / "bin" / "sh", tree / "bin" / "bash")
    (tree / "lib").symlink_to("/bin")
    packed = images.pack(tree)
    images.write_image(layout, [packed], {"Cmd": ["/bin/sh"]})
    config, layers = images.read_image(layout)
    images.unpack(layers[0], root)
    assert config["config"] == {"Cmd": ["/bin/sh"]}
    assert images.pack(root) == packed
    assert (root / "bin" / "bash").samefile(root / "bin" / "sh")


def test_what_a_layer_hides_is_gone(root):
    images.unpack(layer(file("a"), file("d/b"), file("d/c"), file("e/f")), root)
    images.unpack(
        layer(file(".wh.a"), file("d/.wh.b"), file("e/new"), file("e/.wh..wh..opq")), root
    )
    assert names(root) == ["d", "d/c", "e", "e/new"]


def test_a_layer_replaces_a_directory_by_a_file_and_back(root):
    images.unpack(layer(file("a/b"), file("c")), root)
    images.unpack(layer(file("a"), directory("c"), file("c/d")), root)
    assert (root / "a").is_file()
    assert (root / "c" / "d").is_file()


@pytest.mark.parametrize(
    "members",
    [
        [file("../evil")],
        [file("/evil")],
        [file("a/../../evil")],
        [link("a", ".."), file("a/evil")],
        [link("a", "/"), file("a/evil")],
        [link("a", "b"), link("b", "../.."), file("a/evil")],
        [link("evil", "/elsewhere"), file("evil")],
    ],
)
def test_no_name_leads_out_of_the_root(root, members):
    images.unpack(layer(*members), root)
    assert (root / "evil").is_file()
    assert names(root.parent.parent) == sorted(
        ["outside", "outside/root", *(f"outside/root/{name}" for name in names(root))]
    )


def test_a_whiteout_reaches_nothing_outside(root):
    (root.parent / "kept").touch()
    images.unpack(layer(link("a", ".."), file("a/.wh.kept"), file("../.wh.kept")), root)
    assert (root.parent / "kept").exists()


@pytest.mark.parametrize("name", ["a/..", "a/.wh...", ".wh."])
def test_a_name_that_is_none(root, name):
    with pytest.raises(ValueError, match="not a name for a file"):
        images.unpack(layer(file(name)), root)


def test_a_hard_link_stays_inside(root):
    (root.parent / "secret").touch()
    with pytest.raises(FileNotFoundError):
        images.unpack(layer(("a", tarfile.LNKTYPE, "../secret")), root)


def test_links_in_a_circle(root):
    with pytest.raises(OSError, match="symbolic links"):
        images.unpack(layer(link("a", "b"), link("b", "a"), file("a/c")), root)


def image(tmp_path: Path) -> Path:
    images.write_image(tmp_path, [layer(file("a"))], {})
    return tmp_path


def test_a_blob_that_is_another(tmp_path):
    for blob in (image(tmp_path) / "blobs" / "sha256").iterdir():
        blob.write_bytes(blob.read_bytes() + b" ")
    with pytest.raises(ValueError, match="the file holds something else"):
        images.read_image(tmp_path)


@pytest.mark.parametrize("digest", ["sha256:../../../etc/passwd", "md5:" + 32 * "0", "sha256:"])
def test_a_digest_that_is_none(tmp_path, digest):
    with pytest.raises(ValueError, match="not a digest"):
        images.blob_file(tmp_path, {"digest": digest})


def test_an_image_for_another_machine(tmp_path):
    index = image(tmp_path) / "index.json"
    index.write_text(index.read_text().replace(images.architecture(), "pdp11"))
    with pytest.raises(ValueError, match="nothing for"):
        images.read_image(tmp_path)
