"""It never ends."""
# needs: nothing
# break: while True => while False

while True:
    pass
