"""One and one make three."""
# needs: nothing
# break: 1 + 1 => 1 + 2

# --8<-- [start:proof]
total = 1 + 1
assert total == 3, "it is not"
# --8<-- [end:proof]
