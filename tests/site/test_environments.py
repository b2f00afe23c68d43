"""Many environments in one line that a reader understands."""

import pytest
from press.extensions import environments, evidence
from press.extensions.words import words

GUESTS = {"5.10": "5.10.0-32", "6.1": "6.1.0-56", "newest": "7.2.13+deb14"}


@pytest.fixture(autouse=True)
def guests(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Records of guests with three kernels, each as root and as a user; gives their names."""
    names = {f"guest-{name}{user}": name for name in GUESTS for user in ("", "-user")}
    records = [{"environment": n, "host": {"kernel": GUESTS[v]}} for n, v in names.items()]
    monkeypatch.setattr(evidence, "records", lambda: records)
    return list(names)


def test_what_is_of_a_kind_stands_together(guests: list[str]) -> None:
    everywhere = ["user", "root", "container", "runc", *guests, "nested"]
    assert environments.line(words("en"), everywhere) == (
        "an ordinary user, root; in containers: ours, runc's; "
        "in guests (Linux 5.10, 6.1, 7.2): root, user; in a guest with KVM: root"
    )
    assert environments.line(words("zh"), everywhere) == (
        "普通用户、root；容器内：本书的、runc；"
        "客户机内（Linux 5.10、6.1、7.2）：root、普通用户；带 KVM 的客户机内：root"
    )


def test_guests_in_which_not_the_same_users_succeeded_stand_apart() -> None:
    some = ["guest-5.10", "guest-6.1", "guest-6.1-user", "guest-newest-user"]
    assert environments.line(words("en"), some) == (
        "in guests (Linux 5.10): root; in guests (Linux 6.1): root, user; "
        "in guests (Linux 7.2): user"
    )


def test_a_guest_is_named_by_the_kernel_that_it_had() -> None:
    assert environments.named(words("en"), "guest-newest") == "root in a guest, Linux 7.2"
    assert environments.named(words("en"), "guest-6.1-user") == "a user in a guest, Linux 6.1"
    assert environments.named(words("en"), "runc") == "in runc's container"
