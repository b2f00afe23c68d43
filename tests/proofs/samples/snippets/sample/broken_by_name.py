"""Its break ends in a NameError, which proves nothing."""
# needs: nothing
# break: total = 1 => totally = 1

total = 1
assert total == 1
