"""A container's isolation is real, for it is the kernel that refuses, not the program that holds
back; what stays shared is that kernel itself, and, where no limits are set, the machine's
resources."""
# needs: containers
# break: walls = OUTSIDE + INSIDE => walls = OUTSIDE
# masks: value

import errno

# --8<-- [start:proof]
from snippets.linux.children import in_child
from snippets.runtime import probes
from snippets.runtime.ingredients import INSIDE, OUTSIDE
from snippets.runtime.inside import default, in_container


def ask(chosen, asked):
    """What the probes meet in a container of these ingredients."""
    with probes.host():
        told = in_container(probes.answers, asked=asked, chosen=chosen)
        return probes.judged(told)


def through(told):
    return {probe for probe, answer in told.items() if answer == "yes"}


walls = OUTSIDE + INSIDE
LEFT_OUT = "capabilities", "masked_paths", "read_only_paths"
few_walls = [each for each in walls if each.__name__ not in LEFT_OUT]

plain = in_child(ask, [], default() | {"mounts": [], "linux": {}})
inside = in_child(ask, walls, default())
opened = in_child(ask, few_walls, default())
# --8<-- [end:proof]

# --8<-- [start:control]
KERNEL = {"run on the host's kernel", "make a user namespace"}
NO_LIMITS = {"stay in the starter's control group"}  # if that has none to make

print(f"{'':35}: plain     inside    opened")
for probe in "trace a host process", "read the list of keys", *sorted(KERNEL | NO_LIMITS):
    print(f"{probe:35}: {plain[probe]:10}{inside[probe]:10}{opened[probe]}")
one, two, three = (len(through(told)) for told in (plain, inside, opened))
print(f"got through, of {len(plain):<19}: {one:<10}{two:<10}{three}")
stopped = through(plain) - through(inside)
assert sum(inside[probe] in errno.errorcode.values() for probe in stopped) >= 6
assert "run on the host's kernel" in through(inside)
assert through(inside) <= KERNEL | NO_LIMITS
assert "read the list of keys" in through(opened) - through(inside)
# --8<-- [end:control]
