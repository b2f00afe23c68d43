"""A container's isolation is real, for the kernel enforces it at every call; what stays shared is
that kernel itself, and, where no limits are set, the machine's resources."""
# needs: containers
# break: walls = OUTSIDE + INSIDE => walls = OUTSIDE
# masks: value

# --8<-- [start:proof]
from snippets.linux.children import in_child
from snippets.runtime import ingredients, probes
from snippets.runtime.ingredients import INSIDE, OUTSIDE
from snippets.runtime.inside import default, in_container


def ask(chosen, asked):
    """What the probes meet in a container of these ingredients."""
    with probes.host():
        return probes.judged(in_container(probes.answers, asked=asked, chosen=chosen))


def through(told):
    return {probe for probe, answer in told.items() if answer == "yes"}


walls = OUTSIDE + INSIDE
LEFT_OUT = ingredients.capabilities, ingredients.masked_paths, ingredients.read_only_paths

plain = in_child(ask, [], default() | {"mounts": [], "linux": {}})
inside = in_child(ask, walls, default())
opened = in_child(ask, [each for each in walls if each not in LEFT_OUT], default())
# --8<-- [end:proof]

# --8<-- [start:control]
KERNEL = {"run on the host's kernel", "make a user namespace"}
NO_LIMITS = {"stay in the starter's control group"}  # so do those of an ordinary user

print("                        : plain     inside    opened")
for probe in "see a host process", "read the list of keys", *sorted(KERNEL):
    print(f"{probe:24}: {plain[probe]:10}{inside[probe]:10}{opened[probe]}")
counts = [len(through(told)) for told in (plain, inside, opened)]
print(f"got through, of {len(plain)}      : {counts[0]:<10}{counts[1]:<10}{counts[2]}")
assert counts[0] >= 15
assert "run on the host's kernel" in through(inside)
assert through(inside) <= KERNEL | NO_LIMITS
assert "read the list of keys" in through(opened) - through(inside)
# --8<-- [end:control]
