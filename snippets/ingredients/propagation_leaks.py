"""What is mounted inside a shared mount appears in its shared copies in other mount namespaces; a
slave copy only receives, a private one does neither, one in a new user namespace never sends."""
# needs: mounts, user-namespaces
# break: set_propagation("/mnt", MS_SHARED) => set_propagation("/mnt", MS_PRIVATE)
# break: MS_SHARED, CLONE_NEWUSER => MS_SHARED, 0

from pathlib import Path

from snippets.linux.children import waiting_child
from snippets.linux.credentials import become_root_of_a_user_namespace
from snippets.linux.mounts import (
    MNT_DETACH,
    MS_PRIVATE,
    MS_SHARED,
    MS_SLAVE,
    mount_at,
    set_propagation,
    tmpfs,
    umount,
)
from snippets.linux.namespaces import CLONE_NEWNS, CLONE_NEWUSER, enter_new, unshare

enter_new(CLONE_NEWNS)


# --8<-- [start:proof]
def try_copy(kind, user_namespace=0):
    """Copy our mounts into another namespace; then mount something in each."""
    tmpfs("/mnt")
    for name in "there", "here":
        Path("/mnt", name).mkdir()
    set_propagation("/mnt", MS_SHARED)

    def there():
        if user_namespace:
            become_root_of_a_user_namespace()
        unshare(CLONE_NEWNS, private=False)  # a copy of each mount
        set_propagation("/mnt", kind)
        tmpfs("/mnt/there")

    with waiting_child(there) as child:
        tmpfs("/mnt/here")
        sent, received = mount_at("/mnt/there"), mount_at("/mnt/here", child)
    umount("/mnt", MNT_DETACH)
    return ["yes" if seen else "no" for seen in (sent, received)]


shared, slave, private = map(try_copy, (MS_SHARED, MS_SLAVE, MS_PRIVATE))
assert (shared, slave, private) == (["yes", "yes"], ["no", "yes"], ["no", "no"])
# --8<-- [end:proof]

# --8<-- [start:control]
foreign = try_copy(MS_SHARED, CLONE_NEWUSER)
print("the copy is ...         mounted there,  mounted here,")
print("                        seen here?      seen there?")
for name, (sent, received) in (
    ("shared", shared),
    ("slave", slave),
    ("private", private),
    ("in a new user namespace", foreign),
):
    print(f"{name:23} {sent:15} {received}")
assert foreign == ["no", "yes"]
# --8<-- [end:control]
