"""A container's isolation is real, for the kernel enforces it at every call; what stays shared is
that kernel itself, and, where no limits are set, the machine's resources."""
# needs: containers
# break: walls = OUTSIDE + INSIDE => walls = OUTSIDE

# --8<-- [start:proof]
from snippets.linux.children import in_child
from snippets.runtime import ingredients, probes
from snippets.runtime.ingredients import INSIDE, OUTSIDE
from snippets.runtime.inside import default, in_container


def able(chosen, asked):
    """What the probes can do to the host from a container of these ingredients."""
    with probes.host():
        told = probes.judged(in_container(probes.answers, asked=asked, chosen=chosen))
    return [probe for probe, answer in told.items() if answer == "yes"]


walls = OUTSIDE + INSIDE
no_walls = default() | {"mounts": [], "linux": {}}
plain = in_child(able, [], no_walls)
inside = in_child(able, walls, default())
print(f"a plain process can: {len(plain)} of {len(probes.PROBES)} things")
print("in a container it can still:", *inside, sep="\n  ")
KERNEL = {"run on the host's kernel", "make a user namespace"}
NO_LIMITS = {"stay in the starter's control group"}  # so do those of an ordinary user
assert len(plain) >= 15
assert "run on the host's kernel" in inside and set(inside) <= KERNEL | NO_LIMITS
# --8<-- [end:proof]

# --8<-- [start:control]
KEPT = {ingredients.capabilities, ingredients.masked_paths, ingredients.read_only_paths}
opened = in_child(able, [each for each in walls if each not in KEPT], default())
back = [probe for probe in opened if probe not in inside]
print("with all capabilities and all of /proc it can besides:", *back, sep="\n  ")
assert "read the list of keys" in back
# --8<-- [end:control]
