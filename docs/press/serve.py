"""Preview both languages, rebuilt as you write: ``python -m press.serve [HOST:PORT]``.

MkDocs' own server and builder, but with both languages below one address. It rebuilds only the
language whose pages changed, unless something changed that both share. No books are made.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from press.languages import LANGUAGES

CONFIGS = {"en": "mkdocs.yml", "zh": "mkdocs.zh.yml"}
SHARED = ["mkdocs.yml", "mkdocs.zh.yml", "docs/theme", "docs/diagrams", "docs/evidence", "snippets"]


class Preview:
    def __init__(self, address: str, root: Path) -> None:
        self.address = address
        self.root = root
        self.seen: dict[str, float] = {}

    def build(self) -> None:
        """Build each language whose sources have changed since the last time."""
        shared = newest(SHARED)
        for language in LANGUAGES:
            changed = max(shared, newest([f"docs/{language.folder}"]))
            if self.seen.get(language.folder) != changed:
                self._build(language.folder)
                self.seen[language.folder] = changed

    def _build(self, language: str) -> None:
        config = load_config(
            CONFIGS[language],
            site_url=f"http://{self.address}/",
            site_dir=str(self.root / language),
        )
        config.plugins.on_startup(command="serve", dirty=False)
        build(config)


def newest(paths: list[str]) -> float:
    """When the last of these files, or of the files below these folders, was changed or removed."""
    times = [0.0]
    for path in paths:
        times.append(Path(path).stat().st_mtime)
        for folder, folders, files in os.walk(path):
            folders[:] = [name for name in folders if name != "__pycache__"]
            times += [(Path(folder) / name).stat().st_mtime for name in [*folders, *files]]
    return max(times)


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8000"
    host, _, port = address.rpartition(":")
    with tempfile.TemporaryDirectory(prefix="three-walls-") as folder:
        root = Path(folder)
        shutil.copy(Path(__file__).with_name("pages") / "index.html", root)
        preview = Preview(address, root)
        server = LiveReloadServer(preview.build, host, int(port), folder)
        preview.build()
        for path in [*SHARED, *(f"docs/{language.folder}" for language in LANGUAGES)]:
            server.watch(path)
        print(f"Serving http://{address}/en/index.html and /zh/index.html; Ctrl-C ends it.")
        try:
            server.serve()
        except KeyboardInterrupt:
            print()
        finally:
            server.shutdown()


if __name__ == "__main__":
    main()
