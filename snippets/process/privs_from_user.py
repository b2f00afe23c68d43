"""A process acts with its own credentials: it has them from its parent, and running a set-user-ID,
set-group-ID or file-capability program can give it others, but not under no_new_privs."""
# needs: closed-password-file, set-user-id-program
# break: no_new_privs() => None
# masks: value

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.credentials import become_ordinary_user, no_new_privs

CHAGE = Path(shutil.which("chage") or "/usr/bin/chage")
become_ordinary_user()

# --8<-- [start:proof]
mine = list(os.getresuid())  # real, effective and saved user ID
childs = in_child(os.getresuid)
chosen = attempt(os.setuid, 0)
print(f"user IDs of this process: {mine}")
print(f"user IDs of its child:    {childs}")
print(f"it asks to be user 0:     {chosen}")
assert childs == mine
assert chosen == "EPERM"
# --8<-- [end:proof]


# --8<-- [start:control]
def chage():
    """Whether chage can tell this user about their line of /etc/shadow."""
    user = pwd.getpwuid(os.getuid()).pw_name
    done = subprocess.run([CHAGE, "-l", user], capture_output=True)
    return done.returncode == 0


def chage_without_new_privileges():
    no_new_privs()
    return chage()


directly = attempt(Path("/etc/shadow").read_bytes)
by_chage, forbidden = chage(), in_child(chage_without_new_privileges)
mode = CHAGE.stat().st_mode
print(f"it reads /etc/shadow:     {directly}")
print(f"mode of chage:            {stat.filemode(mode)}")
print(f"chage reads it:           {by_chage}")
print(f"... under no_new_privs:   {forbidden}")
assert mode & (stat.S_ISUID | stat.S_ISGID)
assert (directly, by_chage, forbidden) == ("EACCES", True, False)
# --8<-- [end:control]
