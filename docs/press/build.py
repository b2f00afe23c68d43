"""Build everything into site/: both languages side by side, the books, and what joins them.

python -m press.build [--without-books]
"""

import os
import subprocess
import sys
import time

MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f"]
SITES = {"en": "mkdocs.yml", "zh": "mkdocs.zh.yml"}


def main() -> int:
    """Return the exit status: 0, or 1 as soon as one step has failed and said why."""
    started = time.monotonic()
    # The notice is about a future that pyproject.toml's pins keep out.
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    builds = [subprocess.Popen([*MKDOCS, file], env=environment) for file in SITES.values()]
    if any([build.wait() for build in builds]):
        return 1
    for language in SITES:
        print(f"site/{language}/index.html")
    if (
        "--without-books" not in sys.argv
        and has_pango()
        and subprocess.call([sys.executable, "-m", "press.book"])
    ):
        return 1
    if subprocess.call([sys.executable, "-m", "press.site"]):
        return 1
    print(f"built in {time.monotonic() - started:.1f} s")
    return 0


def has_pango() -> bool:
    """Whether the books can be made; `set-up.sh pango` has said so if not."""
    found = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True)
    return found.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
