"""A step runs what the step before runs and at most 25 lines more, helpers not counted: of the old
lines only the one with the namespaces changes, and empty lists are filled."""
# needs: nothing
# break: text(number - 1), text(number) => text(number), text(number - 1)

# --8<-- [start:proof]
from difflib import unified_diff

from snippets.runtime.steps import STEPS, diff, text

for number in range(1, len(STEPS)):
    step = text(number - 1), text(number)
    before, after = (program.splitlines() for program in step)
    changes = list(unified_diff(before, after, lineterm="", n=0))[2:]
    gone = [line for line in changes if line.startswith("-") and line != "-"]
    new = [line for line in changes if line.startswith("+") and line != "+"]
    assert all(line.startswith("-flags = ") or line.endswith(" = []") for line in gone)
    assert 0 < len(new) <= 25

print(diff(3))  # what the UTS namespace adds to the program of step 2
# --8<-- [end:proof]
