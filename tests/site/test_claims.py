"""Every claim has its card, and the card says what the program says."""

from collections import Counter

import pytest

from tests.proofs import program
from tests.site import cards, report
from tests.site.page import LANGUAGES, Page, markdown, parse, read

# The claims of parts 0 and 1 with the verdict on the common sentence; None: a claim of our own.
CLAIMS = {
    "cloud-servers-are-vms": "conditional",
    "where-am-i": None,
    "cgroup-version-decides": None,
    "proc-is-running-program": "conditional",
    "proc-instance-of-exe": "conditional",
    "program-is-instr-data": "conditional",
    "kernel-keeps-metadata": "true",
    "load-creates-process": "false",
    "fork-copies-on-write": None,
    "zombie-until-wait": None,
    "one-cpu-one-instruction": "false",
    "cpu-hundreds-of-millions": "outdated",
    "ring3-cannot-halt": None,
    "syscall-is-the-door": None,
    "must-share-cpu": "conditional",
    "everyone-gets-a-slice": "conditional",
    "switch-unnoticeable": "conditional",
    "state-saved-on-switch": "true",
    "resume-same-instruction": "conditional",
    "process-is-saved-state": "conditional",
    "process-because-cpu": "false",
    "ctx-switch-cost": None,
    "process-has-memory": "conditional",
    "only-own-memory": "conditional",
    "shared-memory-is-opt-in": None,
    "privs-from-user": "conditional",
    "shadow-root-only": "false",
    "root-rw-shadow": "conditional",
    "few-limits-by-default": "conditional",
    "all-resources-visible": "conditional",
    "second-bind-fails": "conditional",
    "isolation-two-aspects": "conditional",
    "ns-definition": "true",
    "seven-namespaces": "outdated",
    "ns-needs-privilege-or-userns": None,
    "utsns-hostname": "true",
    "timens-not-realtime": None,
    "ns-lives-as-inode": None,
    "chroot-escape": None,
    "mntns-mounts": "conditional",
    "propagation-leaks": None,
    "bind-mount-same-inode": None,
    "pivot-root-closes-it": None,
    "pidns-pids": "conditional",
    "pid1-ignores-default-signals": None,
    "pid1-death-kills-all": None,
    "netns-stack": "true",
    "abstract-socket-follows-netns": None,
    "veth-joins-two": None,
    "ipcns-ipc": "conditional",
    "dev-shm-follows-mount": None,
    "cgroupns-root-dir": "false",
    "cgroupns-no-limit": None,
    "userns-ids": "conditional",
    "userns-full-caps-inside": None,
    "files-keep-host-owner": None,
    "parent-maps-many-users": None,
    "rootless-needs-no-root": None,
    "cgroups-limit-group": "conditional",
    "cpu-quota-throttles": None,
    "memory-limit-kills": None,
    "pids-max-stops-fork-bomb": None,
    "capabilities-list": "conditional",
    "root-without-caps-fails": None,
    "exec-sets-capabilities": None,
    "nnp-stops-setuid": None,
    "seccomp-blocks-syscall": None,
    "seccomp-checks-architecture": None,
    "seccomp-is-one-way": None,
    "masked-path-reads-empty": None,
    "landlock-limits-itself": None,
    "overlay-copy-up": None,
    "image-is-tar-plus-json": None,
    "docker-standard-unit": "conditional",
    "runs-anywhere": "conditional",
    "emulator-is-an-interpreter": None,
    "ns-isolate-cgroup-limit": "conditional",
    "each-step-adds-a-few-lines": None,
    "each-step-removes-a-power": None,
    "root-inside-is-root-outside": None,
    "runc-parity-zero-diff": None,
    "wikipedia-os-virt": "conditional",
    "usah-definition": "conditional",
    "group-pretending-machine": "opinion",
    "impl-docker-lxc-rkt": "outdated",
    "container-is-process": "conditional",
    "kernel-sees-no-difference": "conditional",
    "ns-looks-like-own-machine": "conditional",
    "pretends-own-os": "conditional",
    "many-apps-isolated": "true",
    "cant-abuse-host": "false",
    "default-has-no-limit": None,
    "efficient-isolated-duplicate": "historical",
    "vm-two-parts": "conditional",
    "hypervisor-layer": "conditional",
    "trap-and-emulate": None,
    "vm-has-complete-os": "conditional",
    "vm-inside-host-os-now": "conditional",
    "long-mode-guest": None,
    "vm-separate-from-host": "false",
    "unmapped-address-exits": None,
    "device-is-a-function": None,
    "python-vmm-boots-linux": None,
    "guest-kernel-is-own": None,
    "guest-calls-stay-inside": None,
    "guest-panic-spares-host": None,
    "vm-isolation-in-hardware": "conditional",
    "kvm-without-vmx": None,
    "emulator-needs-no-kvm": None,
    "exit-cost": None,
    "one-hw-many-users": "true",
    "vm-saves-resources": "conditional",
    "mac-windows-example": "outdated",
    "pseudo-isolation": "opinion",
    "privileged-is-no-wall": None,
    "leaked-descriptor-is-a-door": None,
    "vm-apps-fully-safe": "false",
    "escapes-happened-both": None,
    "microvm-small-vmm": None,
    "kata-puts-a-machine-around": None,
    "program-plays-kernel": None,
    "gvisor-answers-itself": None,
    "wasm-has-no-syscalls": None,
    "container-in-container": None,
    "vm-in-vm": None,
    "container-in-vm-same-results": None,
    "same-and-different": "opinion",
    "seen-as-light-vm": "opinion",
    "multi-os-main-use": "opinion",
    "invented-to-replace-vms": "false",
    "containers-rose-2013": "historical",
    "cgroups-google-2006": "historical",
    "before-vm-one-app": "conditional",
    "same-probe-three-walls": None,
    "vm-more-secure": "conditional",
    "proc-container-need-host-os": "true",
    "start-time-ladder": None,
    "lighter-than-vm": "conditional",
    "vm-cost-full-os": "conditional",
    "syscall-cost-equal-inside": None,
    "best-of-both": "conditional",
}
CITED = {
    "process-because-cpu",
    "wikipedia-os-virt",
    "impl-docker-lxc-rkt",
    "mac-windows-example",
    "escapes-happened-both",
    "kata-puts-a-machine-around",
    "gvisor-answers-itself",
    "seen-as-light-vm",
    "invented-to-replace-vms",
    "containers-rose-2013",
    "cgroups-google-2006",
    "before-vm-one-app",
}


def pages(language: str) -> list[Page]:
    return [read(path) for path in markdown(language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_are_complete(language):
    programs = {each.claim: each for each in program.every()}
    report.nothing([x for page in pages(language) for x in cards.check(page, programs, language)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_has_one_card(language):
    places = Counter(card.id for page in pages(language) for card in page.cards)
    found = [f"docs/{language}: no card for claim '{claim}'" for claim in CLAIMS.keys() - places]
    found += [f"docs/{language}: {n} cards for claim '{c}'" for c, n in places.items() if n > 1]
    unused = [each for each in program.every() if each.claim not in places]
    found += [f"{each.where}:1: no card in docs/{language} shows it" for each in unused]
    report.nothing(sorted(found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_verdicts_and_cited_claims_are_those_of_the_audit(language):
    found = []
    for page in pages(language):
        for card in page.cards:
            where = f"{page.where}:{card.line}: claim '{card.id}'"
            verdict = card.options.get("verdict")
            if CLAIMS.get(card.id) != verdict:
                found.append(f"{where}: verdict {verdict}, the audit says {CLAIMS.get(card.id)}")
            if (card.options.get("proof") == "cite") != (card.id in CITED):
                found.append(f"{where}: only {', '.join(CITED)} may be cited without a proof")
    report.nothing(found)


PROGRAM = '''\
"""A page is copied when it is written."""
# needs: nothing
# break: 1 => 2
# --8<-- [start:proof]
assert 1
# --8<-- [end:proof]
'''
CARD = """\
## When { #is-copied }

/// claim | is-copied
    verdict: true

> Pages are copied.

A *page* is copied when it is
`written`.

```python
--8<-- "process/is_copied.py:proof"
```

```text
--8<-- "process/is_copied.txt"
```

**Break it.** Write 2.

**Sources.** `fork(2)`.
///
"""


def findings(tmp_path, source: str, language: str = "en") -> list[str]:
    path = tmp_path / "process" / "is_copied.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(PROGRAM, "utf-8")
    return cards.check(parse(source, "page.md"), {"is-copied": program.at(path)}, language)


def test_a_good_card(tmp_path):
    assert findings(tmp_path, CARD) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("| is-copied", "| is-shared", "page.md:3: claim 'is-shared' is unknown"),
        ("{ #is-copied }", "{ #copy }", "stands under '#copy'; give it a heading with its id"),
        (
            "when it is\n",
            "as soon as it is\n",
            "claim 'is-copied' says «A page is copied as",
        ),
        (
            "    verdict: true\n",
            "",
            "and a 'verdict:' option go together",
        ),
        (
            "> Pages are copied.\n",
            "",
            "and a 'verdict:' option go together",
        ),
        (
            "is_copied.py:proof",
            "is_shared.py:proof",
            "not include 'process/is_copied.py:proof'",
        ),
        ("is_copied.py:proof", "is_shared.py:proof", "which belongs to another claim"),
        ("is_copied.txt", "other.txt", "does not include 'process/is_copied.txt'"),
        ("**Break it.** Write 2.", "Write 2.", "has 0 '**Break it.**' paragraphs for 1 breaks"),
        ("**Sources.** ", "", "needs one paragraph that begins with '**Sources.**'"),
        ("A *page* is copied when it is\n`written`.\n", "", "has no corrected sentence"),
        (
            "    verdict: true",
            "    verdict: true\n    proof: cite",
            "is cited, but snippets/",
        ),
    ],
)
def test_a_bad_card_is_found(tmp_path, old, new, finding):
    assert old in CARD
    assert any(finding in line for line in findings(tmp_path, CARD.replace(old, new)))


def test_a_program_with_a_bad_header_is_one_finding(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "PROGRAM", PROGRAM.replace("# break: 1 => 2\n", ""))
    assert any("no '# break:' line" in line for line in findings(tmp_path, CARD))


def test_two_cards_and_a_cited_one_with_code(tmp_path):
    assert any("more than one card" in line for line in findings(tmp_path, CARD + CARD))
    cited = CARD.replace("is-copied", "is-old").replace("true", "true\n    proof: cite")
    assert any("is cited; it can't include" in line for line in findings(tmp_path, cited))


def test_the_chinese_card_has_chinese_run_ins(tmp_path):
    found = findings(tmp_path, CARD, "zh")
    assert any("**出处。**" in line for line in found)
    assert any("0 '**弄坏它。**' paragraphs" in line for line in found)
