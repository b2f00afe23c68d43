"""axe-core, the accessibility checker that runs inside a page: where it is, and how it gets there.

    python3 -m tests.site.axe

fetches the pinned release with npm and keeps its one script in ``.cache``. Only that command
fetches; the tests use what is there.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from tests.site.page import ROOT

VERSION = "4.14.1"
PACKAGE_SHA512 = (  # the integrity that the registry states for this release
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
)
SCRIPT = ROOT / ".cache" / f"axe-core-{VERSION}.min.js"
FETCH = "python3 -m tests.site.axe"

_START = """() => { window.audit = axe.run(document, {resultTypes: ["violations"]}) }"""
_FINISH = """async () => (await window.audit).violations.flatMap(violation =>
  violation.nodes.map(node =>
    `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\\n")[1].trim()}`))"""


def fetch() -> None:
    """Fetch the pinned release. Raises ValueError if it is not the one that was pinned."""
    with tempfile.TemporaryDirectory() as folder:
        npm = ["npm", "pack", "--silent", f"axe-core@{VERSION}"]
        subprocess.run(npm, cwd=folder, check=True)
        (package,) = Path(folder).glob("*.tgz")
        unpack(package, SCRIPT)


def unpack(package: Path, script: Path, pinned: str = PACKAGE_SHA512) -> None:
    """Take the script out of a package, whole or not at all."""
    found = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if found != pinned:
        raise ValueError(f"{package.name}: SHA-512 is {found}, not {pinned}; not used")
    script.parent.mkdir(exist_ok=True)
    draft = script.with_suffix(".part")
    with tarfile.open(package) as archive, draft.open("wb") as file:
        source = archive.extractfile("package/axe.min.js")
        assert source is not None
        shutil.copyfileobj(source, file)
    draft.replace(script)


def start(page: Any) -> None:
    """Let axe run in a page of a browser, without waiting for it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text("utf-8"))
    page.evaluate(_START)


def violations(page: Any) -> list[str]:
    """Wait for axe: one line for each element that breaks a rule."""
    return page.evaluate(_FINISH)


if __name__ == "__main__":
    try:
        fetch()
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        sys.exit(f"axe-core {VERSION} was not fetched: {error}")
    print(SCRIPT)
