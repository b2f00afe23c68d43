"""Build everything into site/: both languages side by side, the books, and what joins them.

python -m press.build [--without-books]
"""

import os
import subprocess
import sys
import time

# Not --quiet: then MkDocs doesn't count the warnings by which --strict fails.
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f"]
SITES = {"en": "mkdocs.yml", "zh": "mkdocs.zh.yml"}


def main() -> int:
    """Return the exit status: 0, or 1 as soon as one step has failed and said why."""
    started = time.monotonic()
    # The notice is about a future that pyproject.toml's pins keep out.
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    builds = [
        subprocess.Popen([*MKDOCS, file], env=environment, stderr=subprocess.PIPE, text=True)
        for file in SITES.values()
    ]
    if not all([succeeded(build) for build in builds]):
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


def succeeded(build: subprocess.Popen[str]) -> bool:
    """Wait for a build; where it fails, say what was wrong, and nothing else."""
    _, said = build.communicate()
    if build.returncode:
        lines = [line for line in said.splitlines() if line and not line.startswith("INFO")]
        print("\n".join(lines), file=sys.stderr)
    return build.returncode == 0


def has_pango() -> bool:
    """Whether the books can be made; `set-up.sh pango` has said so if not."""
    found = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True)
    return found.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
