"""What guests need: found or fetched, whole or not at all, and one line where it can't be had."""

import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from snippets.vm import debian, guest, qemu
from tests.proofs.program import ROOT

STATIC = b"\x7fELF\x02" + bytes(13) + struct.pack("<H", 62) + bytes(44)  # no table of segments
KERNEL = bytes(0x202) + b"HdrS" + struct.pack("<H", 0x20F) + bytes(0x236 - 0x208) + b"\x01"


def no_kernel_in_boot(glob):
    return lambda path, pattern: [] if path == Path("/boot") else glob(path, pattern)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and a machine that has no tools and no kernel."""
    folder = tmp_path / ".cache" / "guest"
    monkeypatch.setattr(guest, "CACHE", folder)
    monkeypatch.setattr(Path, "glob", no_kernel_in_boot(Path.glob))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return folder


def tool(cache: Path, name: str, script: str) -> None:
    path = cache.parents[1] / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def refused() -> str:
    with pytest.raises(guest.Failed) as problem:
        list(guest.prepare())
    assert "\n" not in str(problem.value)
    return str(problem.value)


def test_without_apt(cache: Path) -> None:
    assert "needs apt-get" in refused()
    assert guest.main() == 1


def test_without_dpkg(cache: Path) -> None:
    tool(cache, "apt-get", "exit 0")
    assert "needs dpkg-deb (Debian's package dpkg)" in refused()


@pytest.mark.skipif(not os.path.exists(debian.KEYS), reason="needs debian-archive-keyring")
@pytest.mark.parametrize(
    "error, line",
    [
        ("E: Failed to fetch http://x  Could not resolve 'x'", "no way to https://mirror.example"),
        ("E: Write error - write (28: No space left on device)", "the disk is full"),
        ("E: The repository is not signed.", "apt-get update: The repository is not signed."),
        ("", "apt-get update: it failed without a word"),
    ],
)
def test_what_apt_can_not_do_is_one_line(cache: Path, error: str, line: str) -> None:
    sites = "echo https://mirror.example/debian; echo https://mirror.example/debian-security"
    tool(
        cache,
        "apt-get",
        f'case $1 in indextargets) {sites};; *) echo "{error}" >&2; exit 100; esac',
    )
    tool(cache, "dpkg-deb", "exit 0")
    assert line in refused()
    assert not [path for path in cache.iterdir() if path.name != ".lock"], "nothing half is left"


def test_what_was_brought_is_taken_if_it_can_be_right(cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "vmlinuz").write_bytes(b"no kernel" * 100)
    (cache / "busybox").write_bytes(STATIC)
    assert "which you brought, is no Linux kernel for x86" in refused()
    (cache / "vmlinuz").write_bytes(KERNEL)
    assert "vmlinuz: yours, with nothing to check it against" in list(guest.prepare())
    assert "vmlinuz: as it was prepared" in list(guest.prepare())
    assert guest.prepared().kernel == cache / "vmlinuz"


@pytest.mark.parametrize("name", ["vmlinuz", "busybox", "initramfs.cpio"])
def test_a_changed_file_is_refused(cache: Path, name: str) -> None:
    cache.mkdir(parents=True)
    (cache / "vmlinuz").write_bytes(KERNEL)
    (cache / "busybox").write_bytes(STATIC)
    list(guest.prepare())
    with (cache / name).open("ab") as file:
        file.write(b"!")
    with pytest.raises(guest.Failed, match="has changed since it was prepared"):
        guest.prepared()
    (cache / name).unlink()
    with pytest.raises(guest.Failed, match="make guest"):
        guest.prepared()


def test_another_checksum_than_the_signed_list_s_is_refused(tmp_path: Path) -> None:
    package = tmp_path / "a_1_amd64.deb"
    package.write_bytes(b"changed on its way")
    with pytest.raises(debian.Failed, match=r"has SHA-256 .*; Debian's list says 0"):
        debian.checked(package, {"SHA256": "0", "Package": "a", "Version": "1"})
    assert not package.exists()


def test_other_architectures_are_told(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "uname", lambda: os.uname_result(("Linux", "h", "6", "v", "aarch64")))
    assert "this is aarch64; guests are covered on x86-64 only" in refused()


def test_a_program_with_libraries_is_no_busybox() -> None:
    assert guest.not_static(STATIC) is None
    assert guest.not_static(Path(sys.executable).resolve().read_bytes())
    assert guest.not_static(b"#!/bin/sh") == "no program for x86-64"


SILENT = "import time; time.sleep(60)"
SLEEPER = "import time; print('first byte', flush=True); time.sleep(60)"


def started(first_byte: float, program: str) -> str:
    """Run something in QEMU's place that hangs; say what came of it."""
    code = f"""
from snippets.vm import qemu
qemu.PROGRAM, qemu.BARE = {sys.executable!r}, ["-c", {program!r}]
print(qemu.boot([], time_limit=2, machine=[], first_byte={first_byte}))
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


def test_a_start_without_a_byte_is_tried_once_more() -> None:
    assert "TimeoutError: QEMU printed nothing within 0.5 s, twice" in started(0.5, SILENT)
    assert "starts=1, ended=False" in started(5, SLEEPER)


def test_the_emulator_dies_with_its_starter() -> None:
    code = f"""
from snippets.vm import qemu
qemu.PROGRAM, qemu.BARE = {sys.executable!r}, ["-c", {SLEEPER!r}]
qemu.boot(["a-guest-of-{os.getpid()}"], time_limit=50, machine=[])
"""
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as starter:
        mark = f"a-guest-of-{os.getpid()}"
        wait_for(lambda: running(mark, besides=starter.pid))
        starter.send_signal(signal.SIGKILL)
    wait_for(lambda: not running(mark, besides=starter.pid))


def running(mark: str, besides: int) -> bool:
    done = subprocess.run(["pgrep", "-f", f"time.sleep.*{mark}$"], capture_output=True, text=True)
    return bool({int(pid) for pid in done.stdout.split()} - {besides})


def wait_for(what) -> None:
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.skipif(bool(qemu.missing()), reason=qemu.missing() or "")
def test_a_guest_runs_a_script_and_ends() -> None:
    try:
        guest.prepared()
    except guest.Failed as reason:
        pytest.skip(str(reason))
    boot = guest.boot_in_qemu("echo pid $$ of $(uname -s)")
    assert boot.ended and "pid 1 of Linux\n" in guest.output(boot.log)
