"""Limits, hooks, numbers: what the other tests don't come by."""

import ast
import ctypes
import errno
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from snippets.linux import credentials, mounts, namespaces
from snippets.linux.attempt import attempt
from snippets.runtime import groups, ingredients, kernel, spec, steps
from snippets.runtime.inside import in_container
from tests.container.conftest import run


def test_numbers_are_those_of_the_vocabulary() -> None:
    """The container's own list is short and quick to import; it may not say anything else."""
    own = {name: value for name, value in vars(kernel).items() if isinstance(value, int)}
    compared = 0
    for module in (mounts, namespaces, credentials):
        for name, value in vars(module).items():
            if name in own and isinstance(value, int):
                assert own[name] == value, name
                compared += 1
    assert compared > 15
    for name in dir(credentials):
        if name.startswith("CAP_") and isinstance(number := getattr(credentials, name), int):
            assert kernel.CAPABILITIES[number] == name.removeprefix("CAP_")
    for number, name in enumerate(kernel.LIMITS):
        assert getattr(resource, f"RLIMIT_{name}", number) == number


def test_limits_are_set(change: Callable) -> None:
    if os.geteuid() != 0:
        pytest.skip("as this user the container has no control groups")

    def edit(asked: dict) -> None:
        resources = asked["linux"].setdefault("resources", {})
        resources |= {"pids": {"limit": 7}, "memory": {"limit": 64 << 20}}
        resources["cpu"] = {"quota": 20000, "period": 100000}

    files = "pids/pids.max memory/memory.limit_in_bytes cpu/cpu.cfs_quota_us"
    if groups.unified(groups.trees()):
        files = "pids.max memory.max cpu.max"
    done = run("--bundle", str(change(edit)), "sh", "-c", f"cd /sys/fs/cgroup; cat {files}")
    assert done.stdout.split()[:3] == ["7", str(64 << 20), "20000"], done.stderr


def test_devices_that_were_not_given_are_refused(change: Callable) -> None:
    """Even to a container that may make them."""
    if os.geteuid() != 0:
        pytest.skip("only root makes devices")

    def edit(asked: dict) -> None:
        for names in asked["process"]["capabilities"].values():
            names.append("CAP_MKNOD")

    script = "busybox mknod /dev/kmsg c 1 11; read x < /dev/kmsg; echo $?"
    done = run("--bundle", str(change(edit)), "sh", "-c", script)
    assert done.stdout == "1\n"
    assert "Operation not permitted" in done.stderr


def test_devices_wait_for_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the rule that denies all and those that allow some, no device can be made."""
    if os.geteuid() != 0:
        pytest.skip("as this user the container has no control groups")
    write, inside = groups._write, ingredients.INSIDE
    at = inside.index(ingredients.join_group)

    def slow_write(path: str, text: str) -> None:
        write(path, text)
        if path.endswith("devices.deny"):
            time.sleep(0.5)

    def slow_ingredient(box: ingredients.Box) -> None:
        """By now the group has been made, and its second rule is not there yet."""
        time.sleep(0.2)

    monkeypatch.setattr(groups, "_write", slow_write)
    monkeypatch.setattr(ingredients, "INSIDE", [*inside[:at], slow_ingredient, *inside[at:]])
    chosen = [*ingredients.OUTSIDE, *ingredients.INSIDE]
    devices = in_container(os.listdir, "/dev", chosen=chosen)
    assert {"null", "zero"} <= set(devices)


@pytest.mark.parametrize("code", [errno.EDQUOT, errno.EPERM, errno.ENOSYS])
def test_without_a_keyring_of_its_own_there_is_no_container(
    code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless there are no keyrings at all, for nobody: then the starter's can't be used either."""

    class Refusing:
        @staticmethod
        def syscall(*_: object) -> int:
            ctypes.set_errno(code)
            return -1

    monkeypatch.setattr(kernel, "LIBC", Refusing)
    met = attempt(kernel.new_session_keyring, "three-walls", 0)
    assert met == ("EDQUOT" if code == errno.EDQUOT else "ok")


def test_hooks_run_in_order_and_are_told_the_state(change: Callable) -> None:
    def edit(asked: dict) -> None:
        notes = Path(asked["root"]["path"]).parent
        asked["hooks"] = {
            when: [{"path": "/bin/sh", "args": ["sh", "-c", f"cat >> {notes}/{when}"]}]
            for when in ("prestart", "createRuntime", "poststart", "poststop")
        }

    def absolute(asked: dict) -> None:
        asked["root"]["path"] = str(bundle / "rootfs")

    bundle = change(lambda asked: None)
    change(absolute)
    change(edit)
    assert run("--bundle", str(bundle), "echo", "hello").stdout == "hello\n"
    told = {
        when: json.loads((bundle / when).read_text())
        for when in ("prestart", "createRuntime", "poststart", "poststop")
    }
    assert [state["status"] for state in told.values()] == [
        *("creating", "creating", "running", "stopped")
    ]
    assert all(state["id"].startswith("three-walls-") for state in told.values())
    assert told["prestart"]["pid"] > 1 and "pid" not in told["poststop"]
    assert told["prestart"]["bundle"] == str(bundle)


def test_a_hook_has_no_signal_held_back(change: Callable) -> None:
    hook = {"path": "/bin/grep", "args": ["grep", "SigBlk", "/proc/self/status"]}
    shown = {"path": "/bin/sh", "args": ["sh", "-c", "grep SigBlk /proc/self/status >&2; exit 1"]}
    bundle = change(lambda asked: asked.update(hooks={"prestart": [hook, shown]}))
    assert run("--bundle", str(bundle), "true").stderr.endswith("SigBlk:\\t0000000000000000\n")


def test_a_poststop_hook_that_fails_is_told(change: Callable) -> None:
    bundle = change(lambda asked: asked.update(hooks={"poststop": [{"path": "/bin/false"}]}))
    done = run("--bundle", str(bundle), "true")
    assert done.returncode == 0
    assert done.stderr == "three-walls: hook poststop: /bin/false: exit status 1\n"


def test_another_user(change: Callable) -> None:
    if os.geteuid() != 0:
        pytest.skip("an ordinary user's namespace has one user only")
    bundle = change(lambda asked: asked["process"].update(user={"uid": 1234, "gid": 99}))
    assert run("--bundle", str(bundle), "id").stdout == "uid=1234 gid=99\n"


def test_a_user_namespace_as_root(change: Callable) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root maps other users")

    def edit(asked: dict) -> None:
        line = {"containerID": 0, "hostID": 100000, "size": 65536}
        asked["linux"]["namespaces"].append({"type": "user"})
        asked["linux"] |= {"uidMappings": [line], "gidMappings": [line]}

    bundle = change(edit)
    for folder in (bundle, *bundle.parents):
        if folder.stat().st_uid == os.geteuid() and "pytest" in str(folder):
            folder.chmod(0o755)
    script = "id -u; cat /proc/self/uid_map"
    done = run("--bundle", str(bundle), "sh", "-c", script)
    assert done.stdout.split() == ["0", "0", "100000", "65536"], done.stderr


def test_no_import_that_a_start_would_wait_for() -> None:
    """What the command must not import, for each costs about as much as the container itself."""
    inside = (
        "import sys; sys.argv = ['run', 'true']; import os; starter, end = os.getpid(), os._exit\n"
        "os._exit = lambda s: print(*sys.modules) if os.getpid() == starter else end(s)\n"
        "from snippets.runtime.command import main; main(['true'], '')\n"
    )
    done = subprocess.run([sys.executable, "-S", "-c", inside], capture_output=True, text=True)
    modules = set(done.stdout.split())
    assert "snippets.runtime.start" in modules, done.stderr
    slow = {"re", "enum", "typing", "json", "pathlib", "signal", "subprocess", "contextlib"}
    slow |= {"resource", "socket", "shutil"}
    assert not modules & slow


def test_the_last_step_is_the_whole_container() -> None:
    asked, chosen = steps.program(len(steps.STEPS) - 1)
    assert asked == spec.own(groups.unified(groups.trees()))
    assert set(chosen) == set(steps.INSIDE + steps.OUTSIDE)


def test_each_step_adds_a_few_lines() -> None:
    for number in range(1, len(steps.STEPS)):
        lines = steps.diff(number).splitlines()
        assert 1 <= sum(line.startswith("+") for line in lines) <= 45, number


def _predicted() -> dict[str, str]:
    """The power that each step should take, as the page's program has it."""
    source = Path(steps.__file__).parents[1] / "container" / "each_step_removes_a_power.py"
    table = source.read_text("utf-8").partition("PREDICTED = ")[2].partition("\n}\n")[0]
    return ast.literal_eval(table + "}")


PREDICTED = _predicted()


@pytest.fixture(scope="module")
def told() -> dict[int, dict[str, str]]:
    return steps.answers()


def test_every_probe_is_answered(told: dict[int, dict[str, str]]) -> None:
    for number, answers in told.items():
        for name, answer in answers.items():
            assert answer in ("yes", "no", "own") or answer.startswith("E"), (number, name, answer)


def test_at_the_end_only_these_still_reach_the_host(told: dict[int, dict[str, str]]) -> None:
    last = told[len(steps.STEPS) - 1]
    still = {name for name, answer in last.items() if answer == "yes"}
    expected = {"make a user namespace", "run on the host's kernel"}
    if os.geteuid() != 0:
        expected |= {"stay in the starter's control group"}
    assert still <= expected


def test_the_ladder_of_root_differs_in_five_lines(told: dict[int, dict[str, str]]) -> None:
    """The page shows an ordinary user's, and says so of root's."""
    lines = {
        number: (told[number - 1][probe], told[number][probe])
        for number, step in enumerate(steps.STEPS)
        if (probe := PREDICTED.get(step.name))
    }
    is_root = os.geteuid() == 0
    assert {n for n, (before, _) in lines.items() if before not in ("yes", "own")} == (
        set() if is_root else {3, 6, 14, 18}
    )
    assert {n for n, (_, after) in lines.items() if after == "yes"} == ({1} if is_root else set())


def test_no_step_gives_back_what_was_taken(told: dict[int, dict[str, str]]) -> None:
    """Except by mounting: /proc and /sys bring the kernel's files back, until they are covered."""
    first = told[0]
    for number in range(1, len(steps.STEPS)):
        for name, answer in told[number].items():
            if answer == "yes" and told[number - 1][name] != "yes":
                assert steps.STEPS[number].mounts, (number, name)
                assert first[name] == "yes", (number, name)
