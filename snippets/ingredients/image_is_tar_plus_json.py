"""An OCI image is a directory of JSON and tar archives, each blob named by the digest of its bytes;
for a compressed layer those are the compressed bytes."""
# needs: nothing
# break: digest(gzip.decompress(blob)) => digest(blob)
# break: blob + b" " => blob
# masks: value

import gzip
import io
import json
import tarfile
import tempfile
from pathlib import Path

from snippets.linux.images import blob_file, digest, fetch, pack, write_image

folder = tempfile.TemporaryDirectory()
tree, layout = Path(folder.name, "tree"), Path(folder.name, "layout")

# --8<-- [start:proof]
(tree / "bin").mkdir(parents=True)
(tree / "bin" / "hello").write_text("#!/bin/sh\necho hello\n")
layout.mkdir()
write_image(layout, [pack(tree)], {"Cmd": ["/bin/hello"]})

index = json.loads((layout / "index.json").read_bytes())
manifest = json.loads(fetch(layout, index["manifests"][0]))
config = json.loads(fetch(layout, manifest["config"]))
[layer] = manifest["layers"]
blob = blob_file(layout, layer).read_bytes()
with tarfile.open(fileobj=io.BytesIO(blob)) as tar:
    print("files in the layer:", *tar.getnames())
    assert tar.getnames() == ["bin", "bin/hello"]
for file in sorted((layout / "blobs" / "sha256").iterdir()):
    assert digest(file.read_bytes()) == f"sha256:{file.name}"
[diff_id] = config["rootfs"]["diff_ids"]
print("digest of the layer as stored: ", layer["digest"])
print("digest of the tar archive in it:", diff_id)
assert digest(gzip.decompress(blob)) == diff_id != layer["digest"]
# --8<-- [end:proof]

# --8<-- [start:control]
blob_file(layout, layer).write_bytes(blob + b" ")
try:
    fetch(layout, layer)
    found = "the same"
except ValueError:
    found = "something else"
print("one byte more:", found)
assert found == "something else"
# --8<-- [end:control]
