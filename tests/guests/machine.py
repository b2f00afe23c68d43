"""Boot a machine: a Debian kernel, the small Debian and this book, in QEMU's emulator."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from snippets.vm import guest, qemu
from tests.guests import archives, kernels, system

# q35 has the clocks against which a kernel measures its CPU's, also while the host is busy.
MACHINE = ["-M", "q35", "-accel", "tcg", "-no-reboot"]

# With SVM as it is today; without any KVM, and with less to emulate, so faster.
NESTED, PLAIN = "max", "qemu64,-svm"

# The kernel's first file system can't be exchanged by pivot_root(2); one that is mounted on it can.
INIT = """#!/bin/busybox sh
export PATH=/usr/sbin:/usr/bin LANG=C.UTF-8 HOME=/root
mount --bind / /.root
cd /.root
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t devtmpfs dev dev
mkdir -p dev/pts dev/shm dev/mqueue
mount -t devpts devpts dev/pts
mount -t tmpfs -o mode=1777 shm dev/shm
mount -t mqueue mqueue dev/mqueue
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=1777 tmp tmp
mount --move . /
exec chroot . /bin/bash /walls/start
"""
START = """
for module in /modules/*.ko; do busybox insmod $module || echo "no module $module"; done
chgrp shadow /usr/bin/chage /etc/shadow && chmod 2755 /usr/bin/chage
echo 1 > /proc/sys/kernel/printk  # its messages would stand among ours
ip link set lo up
echo guest > /proc/sys/kernel/hostname
stty -F /dev/ttyS1 raw
for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
    echo +$controller > /sys/fs/cgroup/cgroup.subtree_control
done
mkdir /sys/fs/cgroup/services  # a system has such groups
cd /walls
echo "{mark}"
{script}
busybox reboot -f
"""


STARTS: list[int] = []  # how often QEMU was started for each machine of this session: 1, or 2


@dataclass(frozen=True)
class Run:
    """What came of a machine. report: what the script wrote to /dev/ttyS1."""

    boot: qemu.Boot
    report: str


def missing(*versions: str) -> str | None:
    """Why machines with these kernels can't be started without a download, or None."""
    if kernels.missing(versions) or system.missing():
        return (
            "no kernels and no system for such machines yet; python3 -m tests.guests fetches them"
        )
    return None


def run(
    script: str,
    version: str = "6.1",
    *,
    cpu: str = NESTED,
    cpus: int = 2,
    memory: int = 2048,
    time_limit: float = 300,
    more: archives.Files | None = None,
) -> Run:
    """Boot, run a shell script as root in the folder of the book, and end.

    version: a kernel's, in ``kernels.RELEASES``. memory: MiB. time_limit: seconds for the whole.
    more: further files for the guest. Raises Failed if something can't be fetched, and as
    ``qemu.boot`` does.
    """
    kernel = kernels.kernel(version)
    own = {
        "init": (archives.PROGRAM, INIT.encode()),
        "walls": (archives.DIRECTORY, b""),
        "walls/start": (archives.FILE, START.format(mark=guest.MARK, script=script).encode()),
    }
    with tempfile.TemporaryDirectory(prefix="three-walls-machine-") as folder:
        initrd, report = Path(folder, "initrd"), Path(folder, "report")
        with initrd.open("wb") as file:
            for part in (system.system(), kernel.modules):
                file.write(part.read_bytes())
            file.write(archives.book())
            file.write(guest.archive(own | (more or {})))
        report.touch()
        booted = qemu.boot(
            [
                *("-cpu", cpu, "-smp", str(cpus), "-m", str(memory)),
                *("-kernel", str(kernel.image), "-initrd", str(initrd)),
                *("-append", f"{qemu.KERNEL_OPTIONS} mitigations=off no_timer_check"),
                *("-serial", "stdio", "-serial", f"file:{report}"),
            ],
            time_limit,
            machine=MACHINE,
        )
        STARTS.append(booted.starts)
        return Run(booted, report.read_text("utf-8", "replace").replace("\r\n", "\n"))
