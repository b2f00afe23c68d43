"""A machine without what this needs."""
# needs: nothing
# break: 77 => 78

import sys

print("lacks: can't be proved here: no such device; plug one in", file=sys.stderr)
sys.exit(77)
