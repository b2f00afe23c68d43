"""Prove every claim in an environment and record what came of it in ``docs/evidence``.

    python -m tests.proofs.environments NAME ... [--claim CLAIM ...] [--compare]

NAME is one of the list that ``--help`` prints, or ``all``. Guests are Debian kernels in QEMU's
emulator, with control groups of version 2 alone, once as root and once as an ordinary user who was
handed a group; ``nested`` is a guest that has KVM itself. Containers hold the same small Debian.
What these are made of is fetched first, if it is not here (``python -m tests.guests``). With
``--compare`` nothing is recorded: what the record has as proved must be proved again, and what it
says can't be proved there isn't tried.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from snippets.runtime import groups, spec
from snippets.vm import guest
from snippets.vm.debian import Failed
from tests.guests import archives, kernels, machine, system
from tests.proofs import record
from tests.proofs.program import ROOT, every, named

INSIDE = "python3 -m tests.proofs.inside"
# An ordinary user's part: a control group of version 2 is theirs, with a group in it for what they
# start, as systemd hands it over.
AS_READER = f"""
cd /sys/fs/cgroup
mkdir -p handed-over/session
echo "+cpu +memory +pids" > handed-over/cgroup.subtree_control
for group in handed-over handed-over/session; do
    (cd $group && chown reader . cgroup.procs cgroup.threads cgroup.subtree_control)
done
echo $$ > handed-over/session/cgroup.procs
cd /walls
chmod a+w /dev/ttyS1
setpriv --reuid reader --regid reader --init-groups env HOME=/tmp {INSIDE}
"""
GUESTS = {f"guest-{version}": version for version in kernels.RELEASES}
CONTAINERS = ("container", "runc", "bubblewrap")


class Report(NamedTuple):
    """What ``inside`` wrote: about the place, about each claim, and what failed, to be read.

    twice: what was proved at the second try only.
    """

    host: dict[str, str]
    claims: dict[str, dict]
    failures: list[str]
    twice: tuple[str, ...] = ()


def main(words: list[str]) -> int:
    names = ["user", "root", *CONTAINERS, *GUESTS, "nested"]
    parser = argparse.ArgumentParser(prog="environments", description=__doc__.splitlines()[0])
    parser.add_argument(
        "names", metavar="NAME", nargs="+", choices=[*names, "all"], help=str(names)
    )
    parser.add_argument("--claim", action="append", default=[], help="only this one (repeatable)")
    parser.add_argument("--compare", action="store_true", help="with the records, not into them")
    asked = parser.parse_args(words)
    try:
        for claim in asked.claim:
            named(claim)
    except LookupError as error:
        parser.error(error.args[0])
    chosen = names if "all" in asked.names else asked.names
    status = 0
    if {"user", "root"} & set(chosen) and not asked.compare:
        status = record.main(asked.claim)
    for name in [name for name in chosen if name not in ("user", "root")]:
        try:
            reports = prove(name, asked.claim, asked.compare)
        except (Failed, TimeoutError, OSError) as problem:
            print(f"{name}: {problem}", file=sys.stderr)
            status = 1
            continue
        for place, report in reports.items():
            recorded = _recorded(place)
            if asked.compare:
                report.failures.extend(lost(place, recorded, report.claims))
            else:
                record.write_environment(place, report.host, recorded | report.claims)
            count = [entry["result"] for entry in report.claims.values()]
            print(
                f"{place} (Linux {report.host['kernel']}): proved {count.count('proved')}, "
                f"can't be proved there {count.count('unavailable')}, "
                f"refuted {count.count('refuted')}",
                flush=True,
            )
            for line in report.twice:
                print(f"{place}: {line}", file=sys.stderr)
            for line in report.failures:
                print(line, file=sys.stderr)
                status = 1
    return status


def prove(name: str, claims: list[str], compare: bool = False) -> dict[str, Report]:
    """Run the programs in one environment; returns a report for each way of running them there.

    claims: only these; all if empty. compare: leave out what can't be proved there. Raises Failed
    if the environment can't be made.
    """
    asked, claims = claims, claims_to_run(name, claims, compare)
    if name in CONTAINERS:
        return {name: in_container(name, claims)}
    if name == "nested":
        return {name: nested(claims)}
    return in_guest(name, claims, claims_to_run(f"{name}-user", asked, compare))


def claims_to_run(place: str, claims: list[str], compare: bool) -> list[str]:
    """Those asked for. If none is: to compare, all but what the record says can't be proved there
    by the same program; else, as for the machine with a choice of its own, an empty list."""
    if claims or not compare or place == "nested":
        return claims
    recorded = _recorded(place)
    return [
        program.claim
        for program in every()
        if (entry := recorded.get(program.claim)) is None
        or (entry["result"], entry["sha256"]) != ("unavailable", program.sha256)
    ]


def in_guest(name: str, by_root: list[str], by_user: list[str]) -> dict[str, Report]:
    """As root and as an ordinary user of a guest, booted once."""
    as_root, as_reader = (
        script.replace(INSIDE, f"{INSIDE} /dev/ttyS1 {' '.join(claims)}")
        for script, claims in ((INSIDE, by_root), (AS_READER, by_user))
    )
    run = machine.run(f"{as_root}\n{as_reader}", GUESTS[name], cpu=machine.PLAIN, time_limit=1800)
    return dict(zip((name, f"{name}-user"), _reports(run, 2), strict=False))


def nested(claims: list[str]) -> Report:
    """The claims about virtual machines, by root of a guest that has KVM and guests of its own."""
    chosen = claims or [program.claim for program in every() if program.chapter == "vm"]
    prepared = guest.prepared()
    folder = guest.CACHE.relative_to(ROOT)
    more = archives.in_folder(
        "walls",
        {
            f"{folder}/{path.name}": (archives.FILE, path.read_bytes())
            for path in (*prepared, guest.CACHE / "SHA256SUMS")
        },
    )
    run = machine.run(f"{INSIDE} /dev/ttyS1 {' '.join(chosen)}", more=more, cpus=1, time_limit=1200)
    return _reports(run, 1)[0]


def in_container(name: str, claims: list[str]) -> Report:
    """By root of a container that has the small Debian as its root file system."""
    with tempfile.TemporaryDirectory(prefix="three-walls-container-") as place:
        folder = Path(place)
        root = folder / "rootfs"
        for archive in (system.system().read_bytes(), archives.book()):
            archives.unpack(archive, root)
        program = [*INSIDE.split(), "/dev/stdout", *claims]
        program[0] = "/usr/bin/python3"
        asked = spec.own(groups.unified(groups.trees()))
        asked["root"] = {"path": "rootfs"}
        asked["process"] |= {"args": program, "cwd": "/walls", "terminal": False}
        asked["process"]["env"] = ["PATH=/usr/sbin:/usr/bin", "LANG=C.UTF-8", "HOME=/tmp"]
        asked["mounts"] = [m for m in asked["mounts"] if m["destination"] != "/usr"]
        (folder / "config.json").write_text(json.dumps(asked))
        commands: dict[str, Callable[[], list[str]]] = {
            "container": lambda: [
                *(sys.executable, "-m", "snippets.container.run", "--bundle", place)
            ],
            "runc": lambda: [
                *(_tool("runc"), "--root", f"{place}/state", "run", "--bundle", place),
                f"three-walls-{os.getpid()}-1",
            ],
            "bubblewrap": lambda: [
                *(_tool("bwrap"), "--unshare-all", "--die-with-parent", "--bind", str(root), "/"),
                *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/walls"),
                *program,
            ],
        }
        done = subprocess.run(
            commands[name](), cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        try:
            return parse(done.stdout)[0]
        except (ValueError, IndexError):
            raise Failed(f"no report: {(done.stderr or done.stdout).strip()[-500:]}") from None


def _tool(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if not found:
        raise Failed(f"needs {name}; apt install {name.replace('bwrap', 'bubblewrap')}")
    return found


def _reports(run: machine.Run, number: int) -> list[Report]:
    """The finished reports. Raises Failed if there is none."""
    reports = parse(run.report[: run.report.rfind("\n") + 1])  # the last line may be cut off
    if not reports:
        raise Failed(f"the guest ended before its programs did:\n{run.boot.log[-2000:]}")
    if len(reports) < number:
        reports[-1].failures.append("the guest ended before all its programs did")
    return reports


def parse(text: str) -> list[Report]:
    """The reports in what ``inside`` wrote, one after another; each ends with its host."""
    reports: list[Report] = []
    claims: dict[str, dict] = {}
    failures: list[str] = []
    twice: list[str] = []
    for line in text.splitlines():
        said: dict[str, Any] = json.loads(line)
        if "claim" in said:
            claims[said["claim"]] = said["entry"]
            if said["entry"]["result"] == "refuted":
                failures.append(f"{said['claim']}: {said['entry']['reason']}")
                failures += [f"    {error}" for error in said["errors"]]
            elif said.get("first"):
                twice.append(
                    f"{said['claim']} was proved at the second try; first: {said['first']}"
                )
        else:
            notes = [note for note in said["notes"] if "changed the host" in note]
            reports.append(Report(said["host"], claims, failures + notes, tuple(twice)))
            claims, failures, twice = {}, [], []
    return reports


def lost(place: str, recorded: dict[str, dict], claims: dict[str, dict]) -> list[str]:
    """What the record has as proved, of the same program, and this run has not; a line each."""
    return [
        f"{place}: {claim} was proved, and now: {new['reason']}"
        for claim, new in claims.items()
        if new["result"] == "unavailable"
        and (old := recorded.get(claim))
        and (old["result"], old["sha256"]) == ("proved", new["sha256"])
    ]


def _recorded(place: str) -> dict[str, dict]:
    path = record.EVIDENCE / f"{place}.json"
    return json.loads(path.read_text("utf-8"))["claims"] if path.exists() else {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
