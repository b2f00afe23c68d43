"""What runc makes from its own default spec, and what this container makes from it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from snippets.runtime import groups, ingredients, parity, spec
from snippets.runtime.observe import differences
from tests.container import more
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


def test_no_field_differs_where_more_is_asked_for(tmp_path: Path) -> None:
    if reason := parity.missing():
        pytest.skip(reason)
    assert more.differences(tmp_path, limits=os.geteuid() == 0) == []


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
