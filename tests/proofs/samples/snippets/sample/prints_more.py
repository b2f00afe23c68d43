"""The record says less."""
# needs: nothing
# break: == 2 => == 3

print("two lines")
print("instead of one")
assert 1 + 1 == 2
