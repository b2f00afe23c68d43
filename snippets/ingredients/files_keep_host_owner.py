"""A file that a process in a user namespace makes belongs to the user outside to whom its user ID
is mapped, whatever the number inside; so it stays when the namespace is gone."""
# needs: ordinary-user, ordinary-users-namespaces
# break: become_user_of_a_user_namespace(number) => None
# masks: uid

import os
import tempfile

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.credentials import become_ordinary_user, become_user_of_a_user_namespace


def ordinary_user():
    become_ordinary_user()
    return os.getuid()


# --8<-- [start:proof]
def make_file(number):
    """Be this user of a new user namespace, make a file, say who its owner is from there."""
    become_ordinary_user()
    become_user_of_a_user_namespace(number)
    file = os.open(f"made by {number}", os.O_CREAT | os.O_EXCL)
    return os.fstat(file).st_uid, attempt(os.fchown, file, number + 1, -1)


mine = in_child(ordinary_user)
with tempfile.TemporaryDirectory() as folder:
    os.chmod(folder, 0o777)
    os.chdir(folder)
    for number in 0, 1000:
        inside, given = in_child(make_file, number)
        outside = os.stat(f"made by {number}").st_uid  # the namespace is gone
        print(f"made by user {number}")
        print(f"  owner, seen inside:    user {inside}")
        print(f"  owner, seen outside:   user {outside}")
        print(f"  given to another user: {given}")
        assert (inside, outside, given) == (number, mine, "EINVAL")
# --8<-- [end:proof]
