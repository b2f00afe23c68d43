"""Both processes come back from fork, and only the parent's end counts."""
# needs: nothing
# break: os._exit(3) => os._exit(0)

import os

child = os.fork()
if child == 0:
    os._exit(3)
_, status = os.waitpid(child, 0)
assert os.waitstatus_to_exitcode(status) == 3
