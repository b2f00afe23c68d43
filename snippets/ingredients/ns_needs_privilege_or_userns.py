"""To make a namespace takes the capability CAP_SYS_ADMIN, except for a user namespace: that takes
none, and whoever made it has CAP_SYS_ADMIN in it."""
# needs: ordinary-users-namespaces, pid-namespaces, time-namespaces
# break: become_root_of_a_user_namespace() => None

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.credentials import become_ordinary_user, become_root_of_a_user_namespace
from snippets.linux.namespaces import FLAGS, unshare

# --8<-- [start:proof]
become_ordinary_user()


def make_each():
    """Try to make a namespace of each type, each in a child of its own."""
    return {kind: in_child(attempt, unshare, flag) for kind, flag in FLAGS.items()}


before = make_each()
become_root_of_a_user_namespace()
after = make_each()

print("        ordinary user  root of a user namespace")
for kind in FLAGS:
    print(f"{kind:7} {before[kind]:14} {after[kind]}")
assert {kind for kind in FLAGS if before[kind] == "ok"} == {"user"}
assert set(before.values()) == {"ok", "EPERM"}
assert set(after.values()) == {"ok"}
# --8<-- [end:proof]
