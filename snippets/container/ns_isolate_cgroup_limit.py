"""Namespaces and control groups alone leave a container open: it also needs a root of its own,
closed descriptors, masked paths, a keyring of its own, resource limits and fewer capabilities;
leave one out, and something can be done again."""
# needs: containers
# break: container = OUTSIDE + INSIDE => container = namespaces_and_groups
# break: if function is not left_out => if function

import json
import os

from snippets.linux.children import in_child
from snippets.runtime import ingredients, probes
from snippets.runtime.ingredients import INSIDE, OUTSIDE
from snippets.runtime.inside import default
from snippets.runtime.start import run

POWERS = (
    "see a host process",
    "read a file of the host",
    "leave by an open descriptor",
    "read the list of keys",
    "use a key of the starter",
    "open file number 2000",
    "change the host name",
)


def ask(chosen):
    """What the probes meet in a container of these ingredients, and mounts only if it has them."""
    asked = default()
    if ingredients.mounts not in chosen:
        asked["mounts"] = []
    reading, writing = os.pipe()
    run(asked, None, chosen=chosen, program=lambda: probes.try_all(writing), keep=(writing,))
    os.close(writing)
    with os.fdopen(reading) as report:
        return json.load(report)


# --8<-- [start:proof]
namespaces_and_groups = [
    ingredients.user_ids,
    ingredients.control_group,
    ingredients.host_name,
    ingredients.loopback,
    ingredients.own_mounts,
]
container = OUTSIDE + INSIDE


def compare():
    with probes.host():
        return ask(namespaces_and_groups), ask(container)


some, whole = in_child(compare)
print("                             namespaces")
print("                             and groups  container")
for power in POWERS:
    print(f"{power:29}{some[power]:12}{whole[power]}")
assert all(some[power] in ("yes", "own") for power in POWERS)
assert not any(whole[power] in ("yes", "own") for power in POWERS)
# --8<-- [end:proof]

# --8<-- [start:control]
WITHOUT = {
    ingredients.descriptors: "leave by an open descriptor",
    ingredients.masked_paths: "read the list of keys",
    ingredients.keyring: "use a key of the starter",
    ingredients.limits: "open file number 2000",
    ingredients.capabilities: "change the host name",
}


def leave_out(left_out):
    with probes.host():
        return ask([function for function in container if function is not left_out])


for left_out, power in WITHOUT.items():
    answer = in_child(leave_out, left_out)[power]
    print(f"without {left_out.__name__:14} {power:29}{answer}")
    assert answer in ("yes", "own")
# --8<-- [end:control]
