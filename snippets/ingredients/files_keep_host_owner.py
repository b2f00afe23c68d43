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


def play_the_machine():
    """Become user 1000 of a user namespace of this program's own, without any privileges."""
    become_ordinary_user()
    become_user_of_a_user_namespace(1000)
    capset(0)


# --8<-- [start:proof]
NUMBERS = 0, 7


def make_file(number):
    """Be this user of a new user namespace, make a file, say who its owner is from there."""
    become_user_of_a_user_namespace(number)
    file = os.open(f"made by {number}", os.O_CREAT | os.O_EXCL)
    return os.fstat(file).st_uid, attempt(os.fchown, file, number + 1, -1)


def try_both():
    play_the_machine()
    seen_inside = [in_child(make_file, number) for number in NUMBERS]
    # both children have ended, and their namespaces with them
    return seen_inside, [os.stat(f"made by {number}").st_uid for number in NUMBERS]


with tempfile.TemporaryDirectory() as folder:
    os.chmod(folder, 0o777)
    os.chdir(folder)
    seen_inside, outside = in_child(try_both)
print("made by  owner inside  given to another  owner outside")
for number, (inside, given), owner in zip(NUMBERS, seen_inside, outside, strict=True):
    print(f"user {number}  user {inside:<7}  {given:16}  user {owner}")
    assert (inside, given, owner) == (number, "EINVAL", 1000)
# --8<-- [end:proof]
