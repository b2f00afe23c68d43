"""Six of the probes reach the host from our container; from a virtual machine only one of them
still does, by using the host's CPU time: less is shared there, but not nothing."""
# needs: containers, linux-guest, seccomp-filter
# break: BYTES = RLIM_INFINITY => BYTES = 1 << 30
# alone

from resource import RLIM_INFINITY, RLIMIT_AS, setrlimit

from snippets.compare.walls import PREDICTED, at, container, guest

CONTAINER = 3  # its column

# --8<-- [start:proof]
BYTES = RLIM_INFINITY  # of addresses that the container may have


def limited(names):
    setrlimit(RLIMIT_AS, (BYTES, BYTES))
    return container(names)


shared = [name for name, predicted in PREDICTED.items() if predicted[CONTAINER] == "+"]
in_container = at(limited, shared)
stopped = {name: answer for name, answer in in_container.items() if answer != "yes"}
assert len(shared) == 6 and not stopped, stopped
in_guest = at(guest, shared)
print(" " * 39, "container  guest")
for name in shared:
    print(f"{name:39} {in_container[name]:10} {in_guest[name]}")
assert [name for name in shared if in_guest[name] == "yes"] == ["use the host's CPU time"]
# --8<-- [end:proof]
