"""In a container that root starts without a user namespace, user 0 is the machine's root:
behind all other walls it can still set the clock and make devices, until its capabilities go."""
# needs: root, containers
# break: (last - 1, last) => (last - 1, last - 1)

# --8<-- [start:proof]
from snippets.runtime.steps import STEPS, answers

last = len(STEPS) - 1
walls, whole = (answers([number])[number] for number in (last - 1, last))
print(f"{'':23}after step {last - 1}  after step {last}")
for probe in "read a file of the host", "signal a host process", "make a device", "set the clock":
    print(f"{probe:25}{walls[probe]:15}{whole[probe]}")
assert (walls["read a file of the host"], walls["signal a host process"]) == ("ENOENT", "ESRCH")
assert (walls["make a device"], walls["set the clock"]) == ("yes", "yes")
assert (whole["make a device"], whole["set the clock"]) == ("EPERM", "EPERM")
# --8<-- [end:proof]
