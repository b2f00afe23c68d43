"""Under no_new_privs exec permits a process nothing new: a set-user-ID program runs as its caller,
user 0 gets back none of the capabilities that it gave up; the flag can't be removed."""
# needs: ordinary-user, set-user-id-su, ordinary-users-namespaces
# break: no_new_privs() => None
# masks: value

import os
import shutil
import stat

from snippets.linux.attempt import attempt
from snippets.linux.capabilities import capability_sets, capset, last_capability
from snippets.linux.children import in_child
from snippets.linux.credentials import (
    PR_SET_NO_NEW_PRIVS,
    become_ordinary_user,
    become_root_of_a_user_namespace,
    no_new_privs,
    prctl,
)
from snippets.linux.proc import last_status

become_ordinary_user()

# --8<-- [start:proof]
SU = shutil.which("su") or "/bin/su"
mode = os.stat(SU).st_mode


def guard():
    no_new_privs()


def effective_user(prepare=lambda: None):
    """For whom su acts: the second number of the line Uid in its last status."""
    return int(last_status([SU, "--help"], prepare)["Uid"].split()[1])


usual, guarded = effective_user(), effective_user(guard)
print(f"mode of su:         {stat.filemode(mode)}")
print(f"su acts for:        user {usual}")
print(f"... no_new_privs:   user {guarded}")
assert mode & stat.S_ISUID and usual == 0
assert guarded == os.getuid() != 0
# --8<-- [end:proof]


# --8<-- [start:control]
def powerless_root():
    become_root_of_a_user_namespace()
    capset(0)


def guarded_root():
    powerless_root()
    guard()


def capabilities(prepare):
    return capability_sets(last_status(["true"], prepare))["effective"].bit_count()


def remove():
    guard()
    return attempt(prctl, PR_SET_NO_NEW_PRIVS, 0)


restored, kept_out = capabilities(powerless_root), capabilities(guarded_root)
removed = in_child(remove)
print(f"root without capabilities, after exec: {restored}")
print(f"... no_new_privs, after exec:          {kept_out}")
print(f"to remove the flag:                    {removed}")
assert (restored, kept_out, removed) == (last_capability() + 1, 0, "EINVAL")
# --8<-- [end:control]
