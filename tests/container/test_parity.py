"""What runc makes from its own default spec, and what this container makes from it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from snippets.runtime import groups, ingredients, parity, spec
from snippets.runtime.observe import differences
from tests.container.conftest import tool

# Left out, an ingredient must show: in these fields at least. The rest have no trace but inside.
SHOWS = {
    "session": "status NSsid",
    "keyring": "keyring",
    "mounts": "mount /proc",
    "read_only_root": "mount /",
    "host_name": "host name",
    "read_only_paths": "mount /proc/sys",
    "masked_paths": "mount /proc/keys",
    "limits": "limits Max open files",
    "no_new_privileges": "status NoNewPrivs",
    "capabilities": "status CapEff",
}


@pytest.fixture(scope="module")
def bundle_of_runc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if reason := parity.missing():
        pytest.skip(reason)
    return parity.make_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def by_runc(bundle_of_runc: Path) -> dict[str, str]:
    with parity.by_runc(bundle_of_runc) as state:
        return state


def test_the_default_is_what_runc_spec_writes(tmp_path: Path) -> None:
    runc = tool("runc", "runc")
    version = subprocess.run([runc, "--version"], capture_output=True, text=True).stdout
    if "runc version 1.1." not in version:
        pytest.skip(f"the default is that of runc 1.1; here is {version.splitlines()[0]}")
    unified = groups.unified(groups.trees())
    for rootless in (False, True):
        (tmp_path / "config.json").unlink(missing_ok=True)
        options = ["--rootless"] if rootless else []
        subprocess.run([runc, "spec", *options], cwd=tmp_path, check=True)
        theirs = json.loads((tmp_path / "config.json").read_text())
        assert spec.default(rootless, unified) == theirs


def test_no_field_differs(bundle_of_runc: Path, by_runc: dict[str, str]) -> None:
    with parity.by_us(bundle_of_runc) as state:
        found = differences(by_runc, state)
    assert len(state) > 100
    assert found == []


@pytest.mark.parametrize("name", SHOWS)
def test_an_ingredient_left_out_shows(
    name: str, bundle_of_runc: Path, by_runc: dict[str, str]
) -> None:
    """The control: the comparison sees each ingredient."""
    with parity.by_us(bundle_of_runc, without=name) as state:
        found = {field for field, _, _ in differences(by_runc, state)}
    assert SHOWS[name] in found


MORE_MOUNTS = [
    {
        "destination": "/tmp",
        "type": "tmpfs",
        "source": "scratch",
        "options": ["nosymfollow", "lazytime", "size=1m", "mode=700"],
    },
    {"destination": "/all", "source": "/dev", "options": ["rbind", "rro", "rnoexec", "rnosuid"]},
    {"destination": "/few", "source": "rootfs/bin", "options": ["bind", "ro", "nodev"]},
]


def test_no_field_differs_where_more_is_asked_for(tmp_path: Path) -> None:
    """All that ``schema.BUILT`` has beyond the default and that leaves a trace out here."""
    if reason := parity.missing():
        pytest.skip(reason)
    bundle = parity.make_bundle(tmp_path)
    for name in ("all", "few"):
        (bundle / "rootfs" / name).mkdir()
    asked = json.loads((bundle / "config.json").read_text())
    process, linux = asked["process"], asked["linux"]
    process |= {"oomScoreAdj": 300, "cwd": "/tmp", "noNewPrivileges": False}
    process["env"].append("MORE=yes")
    process["user"]["umask"] = 0o77
    process["rlimits"].append({"type": "RLIMIT_FSIZE", "soft": 1 << 20, "hard": 1 << 21})
    process["capabilities"]["inheritable"] = ["CAP_KILL"]
    process["capabilities"]["bounding"] = ["CAP_KILL", "CAP_CHOWN"]
    process["capabilities"]["permitted"] = process["capabilities"]["effective"] = ["CAP_KILL"]
    asked["hostname"] = "more"
    asked["root"]["readonly"] = False
    asked["mounts"] += MORE_MOUNTS
    linux["maskedPaths"].append("/proc/uptime")
    linux["readonlyPaths"].append("/all/shm")
    if os.geteuid() == 0:
        process["user"] |= {"uid": 1234, "gid": 99, "additionalGids": [7, 5]}
        device = {"path": "/dev/three", "type": "c", "major": 1, "minor": 3}
        linux["devices"] = [device | {"fileMode": 0o640, "uid": 1234, "gid": 5}]
        linux["resources"] |= {
            "memory": {"limit": 64 << 20, "swap": 80 << 20, "reservation": 32 << 20},
            "cpu": {"quota": 50000, "period": 200000, "shares": 512, "cpus": "0", "mems": "0"},
            "pids": {"limit": 20},
        }
        linux["resources"]["devices"] += [
            {"allow": True, "type": "c", "major": 10, "minor": 229, "access": "rw"},
            {"allow": False, "type": "c", "major": 10, "minor": 200, "access": "m"},
        ]
    (bundle / "config.json").write_text(json.dumps(asked))
    with parity.by_runc(bundle) as theirs, parity.by_us(bundle) as ours:
        pass
    assert differences(theirs, ours) == []


def test_every_ingredient_is_one_of_these() -> None:
    # devices: without /dev/null nothing can be masked, and the container is refused
    unseen = {
        "devices",
        "descriptors",
        "join_group",
        "own_view_of_groups",
        "loopback",
        "own_mounts",
        "root_files",
        "new_root",
    }
    assert {each.__name__ for each in ingredients.INSIDE} == set(SHOWS) | unseen
