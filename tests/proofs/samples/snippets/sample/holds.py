"""One and one make two."""
# needs: nothing
# break: 1 + 1 => 1 + 2

# --8<-- [start:proof]
total = 1 + 1
print("total:", total)
assert total == 2
# --8<-- [end:proof]
