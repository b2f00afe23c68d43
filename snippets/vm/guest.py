"""A kernel and a small userspace for guests: found or fetched, never installed.

    python3 -m snippets.vm.guest        (or: make guest)

puts into ``.cache/guest``: ``vmlinuz``, the newest kernel in this machine's /boot if its user may
read it, else Debian's; ``busybox``, all commands of a small system in one program without
libraries; ``initramfs.cpio``, an archive around it that gives a shell; and ``SHA256SUMS``. It can
be run again at any time, and does again only what is missing.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from snippets.vm import debian, qemu
from snippets.vm.debian import Failed, sha256

Check = Callable[[bytes], str | None]  # why a file is not what it should be, or None

CACHE = Path(__file__).parents[2] / ".cache" / "guest"
RELEASE = "bookworm"  # Debian 12, with Linux 6.1
KERNEL_PACKAGE, BUSYBOX_PACKAGE = "linux-image-cloud-amd64", "busybox-static"
BRING = (
    "bring two files: a Linux kernel for x86-64 (bzImage) as .cache/guest/vmlinuz "
    "and a busybox without shared libraries as .cache/guest/busybox, then: make guest"
)
CHANGED = (
    "{} has changed since it was prepared; remove it, or its line in SHA256SUMS "
    "if the change is yours, then: make guest"
)

# --8<-- [start:init]
INIT = """#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /dev /tmp
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
echo "{mark}"
{script}
reboot -f
"""
# --8<-- [end:init]
MARK = "--- userspace ---"  # what the script prints comes after this line
SHELL = """
echo "Linux $(uname -r), and this shell is all there is. To leave it: exit"
setsid cttyhack sh
"""


class Prepared(NamedTuple):
    """The files that a guest needs. initrd: the archive that gives a shell."""

    kernel: Path
    initrd: Path
    busybox: Path


# --8<-- [start:archive]
def archive(files: dict[str, tuple[int, bytes]]) -> bytes:
    """An archive that a kernel unpacks as its first file system: cpio, format newc.

    files: by path without leading /, the mode, as in stat(2), and the contents.
    Source: Documentation/driver-api/early-userspace/buffer-format.rst.
    """
    packed = bytearray()
    for number, (name, (mode, data)) in enumerate([*files.items(), ("TRAILER!!!", (0, b""))]):
        inode, owner, group, links, time = number, 0, 0, 1, 0
        device = 0, 0, 0, 0  # where the file lies, and which device it is
        path = name.encode() + b"\0"
        head = (inode, mode, owner, group, links, time, len(data), *device, len(path), 0)
        packed += b"070701" + b"".join(b"%08x" % field for field in head) + path
        packed += bytes(-len(packed) % 4)
        packed += data
        packed += bytes(-len(packed) % 4)
    return bytes(packed)


def initramfs(script: str, busybox: bytes) -> bytes:
    """An archive with busybox and an /init that runs a shell script, then ends the machine."""
    directory, program = 0o040755, 0o100755
    init = INIT.format(mark=MARK, script=script).encode()
    return archive(
        {
            "bin": (directory, b""),
            "bin/busybox": (program, busybox),
            "init": (program, init),
        }
    )


# --8<-- [end:archive]


def prepared() -> Prepared:
    """The files, whole and as ``make guest`` left them. Raises Failed with the remedy if not."""
    files = Prepared(CACHE / "vmlinuz", CACHE / "initramfs.cpio", CACHE / "busybox")
    sums = _sums()
    for path in files:
        if not path.exists() or path.name not in sums:
            raise Failed(f"there is no {_shown(path)} yet; make guest")
        if sha256(path) != sums[path.name]:
            raise Failed(CHANGED.format(_shown(path)))
    return files


def boot_in_qemu(
    script: str,
    *,
    memory: int = 128,
    time_limit: float = 60,
    options: str = "",
    machine: list[str] = qemu.MACHINE,
) -> qemu.Boot:
    """Boot the prepared kernel in QEMU's emulator, with a shell script as its userspace.

    memory: MiB. time_limit: seconds for the whole. options: more of the kernel's command line.
    machine: QEMU's options for another machine.
    ``output`` gives what the script printed. Raises Failed, FileNotFoundError without QEMU,
    TimeoutError if no start printed anything.
    """
    files = prepared()
    with open(os.memfd_create("initramfs"), "wb") as initrd:
        initrd.write(initramfs(script, files.busybox.read_bytes()))
        initrd.flush()
        command_line = f"{qemu.KERNEL_OPTIONS} {options}".rstrip()
        arguments = ["-m", str(memory), "-kernel", str(files.kernel), "-append", command_line]
        arguments += ["-initrd", f"/proc/{os.getpid()}/fd/{initrd.fileno()}"]
        return qemu.boot(arguments, time_limit, machine)


def output(log: str) -> str:
    """What the script printed, without what the kernel said before. Raises ValueError if none."""
    _, mark, printed = log.partition(f"{MARK}\n")
    if not mark:
        last = log.strip().splitlines()[-1:] or ["nothing"]
        raise ValueError(f"the guest did not come to its userspace; the last it said: {last[0]}")
    return printed


def prepare() -> Iterator[str]:
    """Find or fetch what is missing; gives a line about each file. Raises Failed."""
    if os.uname().machine != "x86_64":
        raise Failed(
            f"this is {os.uname().machine}; guests are covered on x86-64 only "
            "(arm64 has other kernels and boots them in another way)"
        )
    with _locked():
        sums = _sums()  # as an earlier run left them
        for name, find, check in (
            ("vmlinuz", _kernel_of_this_machine, not_a_kernel),
            ("busybox", _busybox_of_this_machine, not_static),
        ):
            path = CACHE / name
            if not path.exists():
                yield from find(path)
            elif name not in sums:
                if problem := check(path.read_bytes()):
                    raise Failed(f"{_shown(path)}, which you brought, is {problem}")
                _place(path, path.read_bytes())
                yield f"{name}: yours, with nothing to check it against"
            elif sha256(path) == sums[name]:
                yield f"{name}: as it was prepared"
            else:
                raise Failed(CHANGED.format(_shown(path)))
            yield f"  SHA-256 {_sums()[name]}"
        image = initramfs(SHELL, (CACHE / "busybox").read_bytes())
        _place(CACHE / "initramfs.cpio", image)
        yield f"initramfs.cpio: made, {len(image) >> 10} KiB: busybox, and an /init for a shell"


def not_a_kernel(file: bytes) -> str | None:
    """Why a file is no kernel that boots here, or None. Source: Documentation/arch/x86/boot.rst."""
    if file[0x202:0x206] != b"HdrS":
        return "no Linux kernel for x86 (bzImage): no HdrS at 0x202"
    [version] = struct.unpack_from("<H", file, 0x206)
    if version < 0x20C or not file[0x236] & 1:
        return "a kernel without the 64-bit way in (bit 0 of byte 0x236)"
    return None


def not_static(file: bytes) -> str | None:
    """Why a file is no program for x86-64 that runs without libraries, or None. Source: elf(5)."""
    if file[:5] != b"\x7fELF\x02" or file[0x12] != 62:
        return "no program for x86-64"
    [start] = struct.unpack_from("<Q", file, 0x20)
    size, count = struct.unpack_from("<HH", file, 0x36)
    kinds = [struct.unpack_from("<I", file, start + n * size)[0] for n in range(count)]
    pt_interp = 3
    return "a program that needs shared libraries" if pt_interp in kinds else None


def _kernel_of_this_machine(path: Path) -> Iterator[str]:
    closed = []
    for kernel in sorted(Path("/boot").glob("vmlinuz-*"), key=os.path.getmtime, reverse=True):
        try:
            if not_a_kernel(kernel.read_bytes()):
                continue
            _place(path, kernel.read_bytes())
            yield f"vmlinuz: copied from {kernel}"
            return
        except PermissionError:
            closed.append(kernel)
    if closed:
        yield f"{closed[0]} is not for this user to read; fetching Debian's"
    yield from _fetched(KERNEL_PACKAGE, "boot/vmlinuz-*", path, not_a_kernel)


def _busybox_of_this_machine(path: Path) -> Iterator[str]:
    here = shutil.which("busybox")
    if here and not not_static(Path(here).read_bytes()):
        _place(path, Path(here).read_bytes())
        yield f"busybox: copied from {here}"
        return
    yield from _fetched(BUSYBOX_PACKAGE, "*/busybox", path, not_static)


# --8<-- [start:fetched]
def _fetched(
    name: str, pattern: str, path: Path, check: Callable[[bytes], str | None]
) -> Iterator[str]:
    """Fetch a package, or the one that stands behind its name; take one file out of it."""
    with tempfile.TemporaryDirectory(prefix=".new-", dir=CACHE) as folder:
        apt = debian.Archive(RELEASE, Path(folder))
        apt.update()
        while True:
            package = apt.download(name)
            debian.unpack(package, Path(folder, name))
            if found := sorted(Path(folder, name).glob(f"**/{pattern}")):
                break
            behind = re.search(r"\b(linux-image-[^ ]+)", apt.show(name).get("Depends", ""))
            if not behind:
                raise Failed(f"the package {name} has no {pattern}")
            name = behind[1]
        if problem := check(found[0].read_bytes()):
            raise Failed(f"{found[0].name} of the package {name}: {problem}")
        yield f"{path.name}: fetched, {package.name} {package.version} of Debian {RELEASE}"
        yield f"  package SHA-256 {package.sha256}, as in Debian's signed list"
        _place(path, found[0].read_bytes())


# --8<-- [end:fetched]


@contextlib.contextmanager
def _locked() -> Iterator[None]:
    """One at a time; what an earlier one left that was killed goes away."""
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
        with open(CACHE / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left in CACHE.glob(".new-*"):
                shutil.rmtree(left, ignore_errors=True)
                left.unlink(missing_ok=True)
            yield
    except OSError as error:
        full = f" ({shutil.disk_usage(CACHE.parent.parent).free >> 20} MiB are free)"
        raise Failed(f"{error.filename or _shown(CACHE)}: {error.strerror}{full}") from error


def _place(path: Path, data: bytes) -> None:
    """Write a file and its checksum, each whole or not at all, the checksum first."""
    sums = _sums() | {path.name: hashlib.sha256(data).hexdigest()}
    _write(CACHE / "SHA256SUMS", "".join(f"{it}  {name}\n" for name, it in sums.items()).encode())
    _write(path, data)


def _write(path: Path, data: bytes) -> None:
    new = path.with_name(f".new-{path.name}")
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _sums() -> dict[str, str]:
    """What SHA256SUMS says, by the files' names; nothing if there is no such file."""
    try:
        lines = (CACHE / "SHA256SUMS").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _shown(path: Path) -> Path:
    return path.relative_to(CACHE.parents[1])


def main() -> int:
    try:
        for line in prepare():
            print(line, flush=True)
        prepared()
    except Failed as problem:
        print(f"guest: {problem}", file=sys.stderr)
        if not (CACHE / "vmlinuz").exists() or not (CACHE / "busybox").exists():
            print(f"guest: without Debian's tools, {BRING}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("guest: stopped; nothing half is left", file=sys.stderr)
        return 130
    print(f"ready in {_shown(CACHE)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
