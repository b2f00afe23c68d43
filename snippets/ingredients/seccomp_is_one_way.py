"""A thread can't take its seccomp filter off again, and its children and the programs that it
executes have it too; a further filter can only forbid more."""
# needs: seccomp-filter
# break: install(forbid(UNAME)) => install(forbid())

import os
import subprocess
import sys

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.seccomp import GETCWD, SECCOMP_MODE_STRICT, UNAME, forbid, install, set_mode

# --8<-- [start:proof]
ASK = "import os; from snippets.linux.attempt import attempt; print(attempt(os.uname))"


def another_program():
    return subprocess.check_output([sys.executable, "-c", ASK], text=True).strip()


def try_to_lose_it():
    install(forbid(UNAME))
    yield "with the filter", "", attempt(os.uname)
    yield "another mode", attempt(set_mode, SECCOMP_MODE_STRICT), attempt(os.uname)
    yield "forbid nothing", attempt(install, forbid()), attempt(os.uname)
    yield "in a child", "", in_child(attempt, os.uname)
    yield "in another program", "", another_program()


results = in_child(lambda: list(try_to_lose_it()))
print("                    request  uname")
for what, request, uname in results:
    print(f"{what:19} {request:8} {uname}")
assert [uname for _, _, uname in results] == ["EPERM"] * 5
assert [request for _, request, _ in results] == ["", "EINVAL", "ok", "", ""]
# --8<-- [end:proof]


# --8<-- [start:control]
def add_another():
    install(forbid())
    first = attempt(os.getcwd)
    install(forbid(GETCWD))
    return first, attempt(os.getcwd), attempt(os.uname)


first, second, uname = in_child(add_another)
print(f"forbid nothing: getcwd {first}; then forbid it: getcwd {second}, uname {uname}")
assert (first, second, uname) == ("ok", "EPERM", "ok")
# --8<-- [end:control]
