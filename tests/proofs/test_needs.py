"""Needs: asked by trying, answered with a reason that a reader can act on."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from snippets import needs
from tests.proofs.environment import NOBODY, Environment
from tests.proofs.program import ROOT, at
from tests.proofs.runner import Runner

# Close a need for a child of ours alone, then ask for it.
CLOSED_NAMESPACES = """
import ctypes, os
from pathlib import Path
from snippets import needs
uid, gid = os.geteuid(), os.getegid()
if ctypes.CDLL(None).unshare(0x10000000):
    raise SystemExit(77)
Path("/proc/self/setgroups").write_text("deny")
Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
Path("/proc/self/gid_map").write_text(f"0 {gid} 1")
Path("/proc/sys/user/max_user_namespaces").write_text("0")
print(needs.user_namespaces())
"""
ONE_CPU = """
import os
from snippets import needs
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
print(needs.two_cpus())
"""
NO_PSUTIL = """
import sys
from snippets import needs
sys.modules["psutil"] = None
print(needs.psutil())
"""
NO_WASMTIME = """
import sys
from snippets import needs
sys.modules["wasmtime"] = None
print(needs.wasmtime())
"""


@pytest.mark.parametrize("name", needs.PROBES)
def test_an_answer_is_none_or_one_line(name: str) -> None:
    code = f"from snippets import needs; print(needs.PROBES[{name!r}](), end='')"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout and "\n" not in answer.stdout


@pytest.mark.parametrize(
    "code, reason",
    [
        (CLOSED_NAMESPACES, "No space left on device); root can open them: sysctl user.max_user"),
        (ONE_CPU, "needs two CPUs to choose from"),
        (NO_PSUTIL, "needs psutil; apt install python3-psutil"),
        (NO_WASMTIME, "needs wasmtime; python3 -m pip install wasmtime"),
    ],
)
def test_what_is_closed_is_said_with_its_remedy(code: str, reason: str) -> None:
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    if answer.returncode == 77:
        pytest.skip("user namespaces are closed here already; open them to see them closed")
    assert reason in answer.stdout, answer.stderr


@pytest.mark.parametrize(
    "step, code, sysctls, reason",
    [
        ("unshare(CLONE_NEWUSER)", errno.ENOSPC, {"user/max_user_namespaces": "0"}, "max_user"),
        ("unshare(CLONE_NEWUSER)", errno.ENOSPC, {"user/max_user_namespaces": "9"}, "too many"),
        ("unshare(CLONE_NEWUSER)", errno.EINVAL, {}, "CONFIG_USER_NS"),
        (
            "unshare(CLONE_NEWUSER)",
            errno.EPERM,
            {"kernel/unprivileged_userns_clone": "0"},
            "sysctl kernel.unprivileged_userns_clone=1",
        ),
        ("unshare(CLONE_NEWUSER)", errno.EPERM, {}, "in a chroot"),
        ("unshare(CLONE_NEWUSER)", errno.EPERM, {"filtered": "yes"}, "seccomp=unconfined"),
        ("unshare(CLONE_NEWUSER)", errno.EACCES, {}, "security module"),
        (
            "setgroups",
            errno.EACCES,
            {"kernel/apparmor_restrict_unprivileged_userns": "1"},
            "sysctl kernel.apparmor_restrict_unprivileged_userns=0",
        ),
        ("unshare(CLONE_NEWUTS)", errno.EPERM, {}, "took its capabilities away"),
    ],
)
def test_why_user_namespaces_are_closed(
    step: str, code: int, sysctls: dict[str, str], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "_sysctl", lambda name: sysctls.get(name, ""))
    monkeypatch.setattr(needs, "_filtered", lambda: "filtered" in sysctls)
    answer = needs.why_no_user_namespace(step, code)
    assert reason in answer and "\n" not in answer


def test_elsewhere_than_on_linux_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert needs.missing([]) == "this is darwin; the claims are about Linux"


def test_a_program_that_lacks_something_ends_with_77_and_one_line(book: Path) -> None:
    program = book / "snippets" / "sample" / "for_root.py"
    program.write_text('"""Root only."""\n# needs: root\n# break: 1 => 2\nassert 1\nprint("ran")\n')
    if os.geteuid() == 0:
        for folder in [book, *book.parents[:2]]:  # pytest closes its folders to other users
            folder.chmod(0o755)
    uid = NOBODY if os.geteuid() == 0 else None
    runner = Runner(Environment("user", "/usr/bin/python3", book, uid))
    outcome = runner.run(at(program))
    runner.close()
    assert (outcome.status, outcome.stdout) == (77, "")
    assert outcome.stderr == (
        "for_root: can't be proved here: needs root; run it again with sudo\n"
    )
    assert outcome.unavailable == "needs root; run it again with sudo"
