"""User and PID namespaces nest: each level has its own root and its own process 1; but after about
32 levels the kernel refuses one more."""
# needs: user-namespaces, pid-namespaces
# break: unshare(CLONE_NEWPID) => unshare(CLONE_NEWUTS)
# break: "PID": partial(enter_new, CLONE_NEWPID) => "PID": partial(enter_new, CLONE_NEWUTS)
# masks: count

import os
from functools import partial

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.credentials import become_root_of_a_user_namespace
from snippets.linux.namespaces import CLONE_NEWPID, CLONE_NEWUTS, enter_new, unshare
from snippets.linux.proc import status


# --8<-- [start:proof]
def down(levels):
    """Which user and process one is here, and on each of that many levels further down."""
    outermost = int(os.readlink("/proc/self"))  # /proc is still the old one
    here = os.getuid(), os.getpid(), status(outermost)["NSpid"].split()
    if levels == 0:
        return [here]
    become_root_of_a_user_namespace()
    unshare(CLONE_NEWPID)
    return [here, *in_child(down, levels - 1)]


_, *below = in_child(down, 3)
for level, (user, number, numbers) in enumerate(below, 1):
    print(f"level {level}: user {user}, process {number}; its numbers, from outside in:", *numbers)
    assert (user, number) == (0, 1)
    assert numbers[-level:] == [str(n) for n in range(level, 0, -1)] and len(numbers) > level
# --8<-- [end:proof]


# --8<-- [start:control]
def deepest(enter, level=0):
    """How deep one gets, 40 levels at most, and the kernel's last answer."""
    answer = attempt(enter)
    if answer != "ok" or level == 40:
        return level, answer
    return in_child(deepest, enter, level + 1)


KINDS = {
    "user": become_root_of_a_user_namespace,
    "PID": partial(enter_new, CLONE_NEWPID),
    "UTS": partial(enter_new, CLONE_NEWUTS),
}
found = {kind: in_child(deepest, enter) for kind, enter in KINDS.items()}
for kind, (level, answer) in found.items():
    print(f"{kind:4} namespaces in one another: {level}, and for one more: {answer}")
assert found["UTS"] == [40, "ok"]
for kind in "user", "PID":
    assert 20 < found[kind][0] < 34 and found[kind][1] == "ENOSPC"
# --8<-- [end:control]
