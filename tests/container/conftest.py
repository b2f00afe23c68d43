"""What the container's tests share: bundles, runs as both users, and a look at what is left."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from snippets import needs
from snippets.runtime import groups, parity, spec
from tests.proofs.program import ROOT

BASE = [sys.executable, "-m", "snippets.container.run"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without namespaces there is no container: every test here is skipped, with the reason."""
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    if here and (reason := closed()):
        for item in here:
            item.add_marker(pytest.mark.skip(reason=reason))


def closed() -> str | None:
    """Why this user can't make a container here, or None."""
    if sys.platform != "linux":
        return "containers are made of features of Linux"
    if os.geteuid() != 0:
        return needs.user_namespaces()
    made = subprocess.run([*BASE, "true"], cwd=ROOT, capture_output=True, text=True)
    return made.stderr.strip() if made.returncode else None


def run(*arguments: str, **options) -> subprocess.CompletedProcess:
    """The command, to its end; what it printed is text."""
    defaults: dict = {"capture_output": True, "text": True, "timeout": 30, "cwd": ROOT}
    if "input" not in options:
        defaults["stdin"] = subprocess.DEVNULL
    return subprocess.run([*BASE, *arguments], **(defaults | options))


def start(*arguments: str, **options) -> subprocess.Popen:
    """The command, going on."""
    defaults: dict = {"stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    defaults["stdin"] = subprocess.DEVNULL
    return subprocess.Popen([*BASE, *arguments], **(defaults | options))


def wait_until(true: Callable[[], object], seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def groups_left() -> list[str]:
    """Control groups whose name is a container's, 0 at its end, of a starter that is no more."""
    names = (Path(folder) for folder, _, _ in os.walk("/sys/fs/cgroup"))
    ours = [path for path in names if re.fullmatch(r"three-walls-\d+-0", path.name)]
    return [str(p) for p in ours if not Path("/proc", p.name.split("-")[2]).exists()]


def tool(name: str, package: str) -> str:
    """A real program; the test is skipped if it is not installed."""
    path = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if not path:
        pytest.skip(f"needs {name}; apt install {package}")
    return path


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle around busybox with the default spec, without a terminal."""
    if not shutil.which("busybox"):
        pytest.skip("needs busybox; apt install busybox-static")
    asked = spec.default(os.geteuid() != 0, groups.unified(groups.trees()))
    asked["process"]["terminal"] = False
    return parity.make_bundle(tmp_path, asked)


@pytest.fixture
def change(bundle: Path) -> Callable[[Callable[[dict], object]], Path]:
    """Change the bundle's config.json by a function."""

    def apply(edit: Callable[[dict], object]) -> Path:
        path = bundle / "config.json"
        asked = json.loads(path.read_text())
        edit(asked)
        path.write_text(json.dumps(asked))
        return bundle

    return apply


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """After every test: no process of a container, no group, no mount of the host's is left."""
    mounts = Path("/proc/self/mountinfo").read_text()
    yield
    assert wait_until(lambda: not groups_left(), 2), groups_left()
    assert Path("/proc/self/mountinfo").read_text() == mounts


def end(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(10)
