"""A namespace gives the processes in it their own instance of a global resource: if one of them
changes the host name there, the others in it see that, and processes outside do not."""
# needs: namespaces
# break: with member(CLONE_NEWUTS => with member(0
# break: join(first, CLONE_NEWUTS) => None

import socket

from snippets.linux.children import in_child
from snippets.linux.namespaces import CLONE_NEWUTS, enter_new, join, member

# Not the machine's namespace but one of this program's own plays "outside", so that nothing here
# can rename the machine.
enter_new(CLONE_NEWUTS)
socket.sethostname("outside")


# --8<-- [start:proof]
def settle():
    socket.sethostname("inside")


def come_in(first):
    """Join the namespace of another process, look at the host name, and change it."""
    join(first, CLONE_NEWUTS)
    seen = socket.gethostname()
    socket.sethostname("renamed")
    return seen


with member(CLONE_NEWUTS, settle) as first:  # a process in a new namespace
    by_second = in_child(come_in, first)
    by_third = in_child(come_in, first)
    by_outsider = in_child(socket.gethostname)

print("the first process sets:   inside")
print("the second joins, reads:  " + by_second)
print("... and sets:             renamed")
print("the third joins, reads:   " + by_third)
print("a process outside reads:  " + by_outsider)
assert (by_second, by_third) == ("inside", "renamed")
assert by_outsider == "outside"
# --8<-- [end:proof]
