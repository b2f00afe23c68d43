"""Its break breaks nothing."""
# needs: nothing
# break: 1 + 1 => 2 + 0

assert 1 + 1 == 2
