"""It prints without end."""
# needs: nothing
# break: while True => while False

while True:
    print("x" * 4096)
