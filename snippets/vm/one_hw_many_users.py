"""One machine runs several guests at a time, each of the size that its user was given, with a root,
a host name and files of its own."""
# needs: linux-guest
# break: "bob": 192 => "bob": 96
# masks: size

import re

from snippets.vm.running import start

# --8<-- [start:proof]
USERS = {"alice": 96, "bob": 192}  # MiB for each guest


def script(user):
    return f"""
        hostname {user}; echo {user} > /mine-{user}
        read line    # until both of them run
        echo $(hostname) is user $(id -u), memory $(grep -o '[0-9]* kB' /proc/meminfo | head -1)
        echo files: $(ls / | grep mine)
    """


with (
    start(script("alice"), USERS["alice"]) as first,
    start(script("bob"), USERS["bob"]) as second,
):
    answers = []
    for guest in (first, second):  # both run now
        guest.type("go")
        answers.append(guest.wait().partition("go\n")[2])
        print(answers[-1], end="")
sizes = [int(size) / 1024 for answer in answers for size in re.findall(r"(\d+) kB", answer)]
for user, size, answer in zip(USERS, sizes, answers, strict=True):
    assert USERS[user] * 0.6 < size < USERS[user]
    assert f"{user} is user 0" in answer and f"files: mine-{user}\n" in answer
assert sizes[1] > 1.5 * sizes[0]
# --8<-- [end:proof]
