"""Six of the probes reach the host from our container; from a virtual machine only one of them
still does, by using the host's CPU time: less is shared there, but not nothing."""
# needs: containers, linux-guest
# break: at(guest, shared) => at(container, shared)

from snippets.compare.walls import PREDICTED, at, container, guest, process

# --8<-- [start:proof]
CONTAINER = 3  # its column
shared = [name for name, predicted in PREDICTED.items() if predicted[CONTAINER] == "+"]
in_process, in_container, in_guest = at(process, shared), at(container, shared), at(guest, shared)
print(" " * 39, "process  container  guest")
for name in shared:
    print(f"{name:39} {in_process[name]:8} {in_container[name]:10} {in_guest[name]}")
assert len(shared) == 6
assert {*in_process.values()} == {*in_container.values()} == {"yes"}
assert [name for name in shared if in_guest[name] == "yes"] == ["use the host's CPU time"]
# --8<-- [end:proof]
