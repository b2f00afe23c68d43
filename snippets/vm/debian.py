"""Debian's packages: fetched and checked by apt-get, unpacked by dpkg-deb, never installed.

apt-get gets lists and folders of its own below one folder, so nothing of the system is read or
changed but its keys, its proxy and its resolver; any user can do it. What it fetches it checks
against the list of packages, whose checksum stands in a file that Debian has signed.
"""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"

SETTINGS = """
Dir::Etc::SourceList "{folder}/sources.list";
Dir::Etc::SourceParts "-";
Dir::State "{folder}/state";
Dir::State::status "{folder}/status";
Dir::Cache "{folder}/cache";
Acquire::Languages "none";
APT::Update::Error-Mode "any";
#clear Acquire::IndexTargets::deb::DEP-11;
#clear Acquire::IndexTargets::deb::Contents-deb;
#clear APT::Architectures;
APT::Architectures {{ "amd64"; }};
APT::Architecture "amd64";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
"""


class Failed(Exception):
    """Something can't be had; the message is one line for a person."""


class Package(NamedTuple):
    """A package that was fetched: sha256 is what the signed list says, and what the file has."""

    name: str
    version: str
    sha256: str
    path: Path


def mirror(kind: str) -> str:
    """Where this machine gets Debian's packages from; the signatures protect what comes from there.

    kind: "debian" or "debian-security". Raises Failed if apt's own sources name no such place.
    """
    command = ["apt-get", "indextargets", "--format", "$(SITE)"]
    sites = subprocess.run(command, capture_output=True, text=True).stdout.split()
    for site in sites:
        if site.rstrip("/").endswith(f"/{kind}"):
            return site
    raise Failed(f"apt's sources name no mirror of {kind}; see sources.list(5)")


class Archive:
    """The packages of one release of Debian.

    suite: its code name. folder: a new one, or one that held the same before; it can be removed
    when all packages are unpacked. updates: with its security updates. Raises Failed if the tools
    are missing.
    """

    def __init__(self, suite: str, folder: Path, updates: bool = True) -> None:
        for tool, package in (("apt-get", "apt"), ("dpkg-deb", "dpkg")):
            if not shutil.which(tool):
                raise Failed(f"needs {tool} (Debian's package {package}), which is not here")
        if not os.path.exists(KEYS):
            raise Failed(f"{KEYS} is missing; apt install debian-archive-keyring")
        self.folder = folder.resolve()
        for name in ("state/lists/partial", "cache/archives/partial"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").touch()  # no package is installed
        self._write("settings", SETTINGS.format(folder=self.folder))
        places = [f"{mirror('debian')} {suite}"]
        if updates:
            places.append(f"{mirror('debian-security')} {suite}-security")
        lines = [f"deb [signed-by={KEYS}] {place} main\n" for place in places]
        self._write("sources.list", "".join(lines))

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def update(self) -> None:
        """Fetch the signed lists of packages, 10 MB or so, or what is new in them."""
        self._apt("apt-get", "update")

    def show(self, name: str) -> dict[str, str]:
        """The newest version's fields, such as Version, Size (bytes), SHA256, Depends."""
        text = self._apt("apt-cache", "--no-all-versions", "show", name)
        return dict(re.findall(r"^([\w-]+): (.*)$", text.split("\n\n")[0], re.MULTILINE))

    def download(self, name: str) -> Package:
        """Fetch one package, without what it depends on, into the folder."""
        fields = self.show(name)
        self._apt("apt-get", "download", name)
        pattern = f"{name}_*.deb"
        [path] = [path for path in self.folder.glob(pattern) if not path.is_symlink()]
        return checked(path, fields)

    def download_all(self, names: list[str]) -> list[Path]:
        """Fetch packages and all that they depend on, as an empty system would need them."""
        options = ("--yes", "--no-install-recommends", "--download-only")
        self._apt("apt-get", *options, "install", *names)
        return sorted((self.folder / "cache/archives").glob("*.deb"))

    def _apt(self, tool: str, *words: str) -> str:
        done = subprocess.run(
            [tool, "--quiet=2", f"--config-file={self.folder}/settings", *words],
            cwd=self.folder,
            env=os.environ | {"LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise Failed(explained(done.stderr, f"{tool} {words[0]}", self.folder))
        return done.stdout


def checked(path: Path, fields: dict[str, str]) -> Package:
    """The package in a file, if that has the checksum of the signed list. Raises Failed."""
    found = sha256(path)
    if found != fields["SHA256"]:
        path.unlink()
        raise Failed(f"{path.name} has SHA-256 {found}; Debian's list says {fields['SHA256']}")
    return Package(fields["Package"], fields["Version"], found, path)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(package: Package, folder: Path) -> None:
    """Unpack a package's files without installing it. Raises Failed."""
    command = ["dpkg-deb", "--extract", str(package.path), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"})
    if done.returncode != 0:
        raise Failed(explained(done.stderr, "dpkg-deb --extract", folder))


def explained(errors: str, command: str, folder: Path) -> str:
    """What a failed command's errors come to, in one line."""
    if "No space left on device" in errors or "enough free space" in errors:
        free = shutil.disk_usage(folder).free >> 20
        return f"{command}: the disk is full ({free} MiB free at {folder}); make room there"
    network = "resolv|connect|timed out|unreachable|proxy"
    lines = [line for line in errors.splitlines() if line.strip()]
    marked = [line for line in lines if re.match(r"E: |dpkg-deb: error: ", line)]
    cause = (marked or lines or ["it failed without a word"])[0]
    if re.search(network, cause, re.IGNORECASE):
        return f"{command}: no way to {mirror('debian')} from here: {cause.removeprefix('E: ')}"
    return f"{command}: {cause.removeprefix('E: ')}"
