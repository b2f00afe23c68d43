"""A file that a process in a user namespace makes belongs to the user outside to whom its user ID
is mapped, whatever the number inside; so it stays when the namespace is gone."""
# needs: ordinary-user, ordinary-users-namespaces
# break: become_user_of_a_user_namespace(number) => None

import os
import tempfile

from snippets.linux.attempt import attempt
from snippets.linux.capabilities import capset
from snippets.linux.children import in_child
from snippets.linux.credentials import become_ordinary_user, become_user_of_a_user_namespace

become_ordinary_user()


def play_the_machine():
    """Become user 1000 of a user namespace of this program's own, without any privileges."""
    become_user_of_a_user_namespace(1000)
    capset(0)


# --8<-- [start:proof]
def make_file(number):
    """Be this user of a new user namespace, make a file, say whose it is."""
    become_user_of_a_user_namespace(number)
    file = os.open(f"by {number}", os.O_CREAT | os.O_EXCL)
    return os.fstat(file).st_uid, attempt(os.fchown, file, number + 1, -1)


def try_with(number):
    play_the_machine()
    inside, given = in_child(make_file, number)  # it ends, and its namespace with it
    return inside, given, os.stat(f"by {number}").st_uid


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for number in 0, 7:
        inside, given, outside = in_child(try_with, number)
        print(f"made by user {number}, owner inside: {inside}, outside: {outside}")
        print("  to give it to another user:", given)
        assert (inside, given, outside) == (number, "EINVAL", 1000)
        assert os.stat(f"by {number}").st_uid == os.getuid()  # really outside: the number stored
# --8<-- [end:proof]
