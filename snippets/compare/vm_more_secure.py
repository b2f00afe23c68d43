"""Six of the probes reach the host from our container; from a virtual machine only one of them
still does, by using the host's CPU time: less is shared there, but not nothing."""
# needs: containers, linux-guest, seccomp-filter
# break: BYTES = RLIM_INFINITY => BYTES = 1 << 30

from resource import RLIM_INFINITY, RLIMIT_AS, setrlimit

from snippets.compare.walls import PREDICTED, at, container, guest, process

CONTAINER = 3  # its column

# --8<-- [start:proof]
BYTES = RLIM_INFINITY  # of addresses that the container may have


def limited(names):
    setrlimit(RLIMIT_AS, (BYTES, BYTES))
    return container(names)


shared = [name for name, predicted in PREDICTED.items() if predicted[CONTAINER] == "+"]
in_process, in_container, in_guest = at(process, shared), at(limited, shared), at(guest, shared)
print(" " * 39, "process  container  guest")
for name in shared:
    print(f"{name:39} {in_process[name]:8} {in_container[name]:10} {in_guest[name]}")
assert len(shared) == 6
assert {*in_process.values()} == {*in_container.values()} == {"yes"}
assert [name for name in shared if in_guest[name] == "yes"] == ["use the host's CPU time"]
# --8<-- [end:proof]
