"""The hypervisor on a KVM that runs Linux: in a machine that QEMU emulates, SVM and all.

The machine has a Debian kernel with kvm-amd, and Debian's Python; nothing of the host is in it. In
it the hypervisor boots Debian's kernels, unmodified, to their userspace.
"""

import re

import pytest

from snippets.vm import guest, qemu
from tests.guests import archives, kernels, machine, system

VERSIONS = ["6.1", "6.12"]
LOOK = "echo release $(uname -r) pid $$ boot $(cat /proc/sys/kernel/random/boot_id)"
SCRIPT = """
echo "outside boot $(cat /proc/sys/kernel/random/boot_id)"
for version in {versions}; do
    echo "begin $version"
    python3 -m snippets.vm.vmm --kernel /kernels/$version --initrd /kernels/initrd \
        --append quiet --time-limit 120 --exits </dev/null
    echo "end $version status $?"
done
"""


@pytest.fixture(scope="module")
def printed() -> str:
    """What the machine printed in which the hypervisor boots each kernel in turn."""
    if reason := qemu.missing() or machine.missing("6.1", *VERSIONS):
        pytest.skip(reason)
    files = {"kernels": (archives.DIRECTORY, b"")}
    files["kernels/initrd"] = (archives.FILE, guest.initramfs(LOOK, system.busybox()))
    for version in VERSIONS:
        image = kernels.kernel(version).image.read_bytes()
        files[f"kernels/{version}"] = (archives.FILE, image)
    script = SCRIPT.format(versions=" ".join(VERSIONS))
    for _ in range(2):  # on a busy host the machine's own kernel has once panicked at its start
        run = machine.run(script, "6.1", more=files, time_limit=400, cpus=1)
        if guest.MARK in run.boot.log:
            break
    assert run.boot.ended, run.boot.log[-2000:]
    return guest.output(run.boot.log)


@pytest.mark.parametrize("version", VERSIONS)
def test_it_boots_an_unmodified_kernel_to_userspace(printed: str, version: str) -> None:
    about = printed.partition(f"begin {version}\n")[2].partition(f"end {version} status ")
    told, _, status = about
    assert status.splitlines()[:1] == ["0"], about
    found = re.search(r"release (\S+) pid 1 boot (\S+)", told)
    assert found and found[1].startswith(f"{version}."), told
    outside = re.search(r"outside boot (\S+)", printed)
    assert outside and found[2] != outside[1]
    assert re.search(r"\b1  SHUTDOWN", told), "it ends by a triple fault"
    exits = re.search(r"(\d+)  exits", told)
    assert exits and int(exits[1]) < 20_000, "the guest polls something"
