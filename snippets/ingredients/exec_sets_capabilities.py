"""exec works the capabilities out anew: user 0 gets all that its bounding set holds, even those it
had given up; another user keeps only the ambient ones, unless the file brings more."""
# needs: ordinary-user, ordinary-users-namespaces, exec-grants
# break: drop_from_bounding_set(range(every.bit_length())) => None
# break: raise_ambient(CAP_NET_BIND_SERVICE) => None
# masks: count

from snippets.linux import proc
from snippets.linux.capabilities import (
    CAP_NET_BIND_SERVICE,
    capability_sets,
    capset,
    drop_from_bounding_set,
    last_capability,
    one,
    raise_ambient,
)
from snippets.linux.credentials import become_ordinary_user, become_user_of_a_user_namespace

become_ordinary_user()
OTHER = 1000  # not 0

# --8<-- [start:proof]
every = (2 << last_capability()) - 1
BIND = one(CAP_NET_BIND_SERVICE)


def give_up_for_good():
    drop_from_bounding_set(range(every.bit_length()))
    capset(0)


def hand_on_one():
    capset(BIND, BIND, inheritable=BIND)
    raise_ambient(CAP_NET_BIND_SERVICE)


def after_exec(user, change):
    def prepare():
        become_user_of_a_user_namespace(user)  # with every capability
        change()

    return capability_sets(proc.last_status(["true"], prepare))["effective"]


# --8<-- [end:proof]

# --8<-- [start:control]
CHANGES = {
    "nothing": lambda: None,
    "gives up all": lambda: capset(0),
    "... also in the bounding set": give_up_for_good,
    "keeps one, makes it ambient": hand_on_one,
}
root = [after_exec(0, change) for change in CHANGES.values()]
other = [after_exec(OTHER, change) for change in CHANGES.values()]
print("before exec                   after exec: user 0  other user")
for name, of_root, of_other in zip(CHANGES, root, other, strict=True):
    print(f"{name:29} {of_root.bit_count():18} {of_other.bit_count():11}")
assert root == [every, every, 0, every]
assert other == [0, 0, 0, BIND]
# --8<-- [end:control]
