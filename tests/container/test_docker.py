"""Docker's published profile is read as Docker reads it."""

from snippets.runtime import docker, kernel, spec

PROFILE = {
    "defaultAction": "SCMP_ACT_ERRNO",
    "syscalls": [
        {"names": ["read", "gone"], "action": "SCMP_ACT_ALLOW"},
        {"names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0}]},
        {"names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"]}},
        {"names": ["chroot"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_CHROOT"]}},
        {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "excludes": {"caps": ["CAP_SYS_ADMIN"]}},
        {"names": ["set_tls"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["arm"]}},
        {"names": ["arch_prctl"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["amd64"]}},
        {"names": ["setns"], "action": "SCMP_ACT_ALLOW", "excludes": {"arches": ["amd64"]}},
    ],
}
CALLS = ["read", "clone", "mount", "chroot", "clone3", "set_tls", "arch_prctl", "setns", "keyctl"]


def test_rules_hold_for_their_capabilities_and_machines() -> None:
    found = docker.sort(PROFILE, CALLS)
    assert found == {
        "allowed": {"read", "chroot", "arch_prctl"},
        "allowed with some arguments": {"clone"},
        "refused": {"mount", "clone3", "set_tls", "setns", "keyctl"},
    }


def test_fourteen_capabilities_of_which_runc_gives_three() -> None:
    assert len(docker.CAPABILITIES) == 14
    assert set(docker.CAPABILITIES) <= set(kernel.CAPABILITIES)
    runc = spec.default(False, False)["process"]["capabilities"]["bounding"]
    assert {name.removeprefix("CAP_") for name in runc} < set(docker.CAPABILITIES)
    assert sum(docker.COUNTED.values()) == 362
