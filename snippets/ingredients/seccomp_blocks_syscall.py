"""A seccomp filter is a program that the kernel runs at each system call: it can let one call fail
by its number and let all others pass, for root as for everybody."""
# needs: seccomp-filter
# break: install(forbid(UNAME)) => install(forbid())
# masks: count

import os

from snippets.linux import proc
from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.seccomp import UNAME, forbid, install


# --8<-- [start:proof]
def ask():
    return attempt(os.uname), attempt(os.getcwd), proc.status(os.getpid())["Seccomp_filters"]


def ask_filtered():
    install(forbid(UNAME))
    return ask()


plain, filtered = ask(), in_child(ask_filtered)
print("            uname  getcwd  filters")
for what, (uname, getcwd, filters) in (("as started", plain), ("filtered", filtered)):
    print(f"{what:11} {uname:6} {getcwd:7} {filters}")
assert plain[:2] == ("ok", "ok")
assert filtered[:2] == ["EPERM", "ok"]
assert int(filtered[2]) == int(plain[2]) + 1
# --8<-- [end:proof]
