"""Namespaces and control groups alone leave a container open: it also needs a root of its own,
closed descriptors, masked paths, a keyring of its own, resource limits and fewer capabilities;
leave one out, and something can be done again."""
# needs: containers, keyrings, open-files
# break: container = OUTSIDE + INSIDE => container = NAMESPACES_AND_GROUPS

# --8<-- [start:proof]
from snippets.linux.children import in_child
from snippets.runtime import ingredients, probes
from snippets.runtime.ingredients import INSIDE, OUTSIDE, mounts
from snippets.runtime.inside import default, in_container

NAMESPACES_AND_GROUPS = [
    ingredients.user_ids,
    ingredients.control_group,
    ingredients.join_group,
    ingredients.own_view_of_groups,
    ingredients.host_name,
    ingredients.loopback,
    ingredients.own_mounts,
]
container = OUTSIDE + INSIDE


def ask(chosen):
    """What the probes meet in a container of these ingredients."""
    asked = default() if mounts in chosen else default() | {"mounts": []}
    with probes.host():
        return probes.judged(in_container(probes.answers, asked=asked, chosen=chosen))


some, whole = in_child(ask, NAMESPACES_AND_GROUPS), in_child(ask, container)
print("                             namespaces")
print("                             and groups  container")
for power in (
    "see a host process",
    "read a file of the host",
    "leave by an open descriptor",
    "read the list of keys",
    "use a key of the starter",
    "open file number 2000",
    "change the host name",
):
    print(f"{power:29}{some[power]:12}{whole[power]}")
    assert some[power] in ("yes", "own") and whole[power] not in ("yes", "own")
# --8<-- [end:proof]

# --8<-- [start:control]
WITHOUT = {
    ingredients.new_root: "see a host process",
    ingredients.descriptors: "leave by an open descriptor",
    ingredients.masked_paths: "read the list of keys",
    ingredients.keyring: "use a key of the starter",
    ingredients.limits: "open file number 2000",
    ingredients.capabilities: "change the host name",
}
for left_out, power in WITHOUT.items():
    answer = in_child(ask, [each for each in container if each is not left_out])[power]
    print(f"without {left_out.__name__:14} {power:29}{answer}")
    assert answer in ("yes", "own")
# --8<-- [end:control]
