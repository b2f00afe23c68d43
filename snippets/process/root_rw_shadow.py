"""User ID 0 by itself opens nothing: root is let in by a file's mode bits, as any user is, or by a
capability such as CAP_DAC_OVERRIDE, which counts only where its user namespace knows the file's
owner."""
# needs: ordinary-user, ordinary-users-namespaces
# break: in_child(open_with, 0) => in_child(open_with, every)
# break: own_file(0o000) => own_file(0o600)

import os

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.credentials import (
    become_ordinary_user,
    become_root_of_a_user_namespace,
    capset,
    permitted_capabilities,
)


def own_file(mode):
    """The path of a new file of this user, in memory only."""
    file = os.memfd_create("own")
    os.fchmod(file, mode)
    return f"/proc/self/fd/{file}"


# --8<-- [start:proof]
become_ordinary_user()
become_root_of_a_user_namespace()
FILES = {
    "own file, mode 0600": own_file(0o600),  # 6: rw-, 0: ---
    "own file, mode 0000": own_file(0o000),
    "/etc/shadow": "/etc/shadow",
}


def open_with(capabilities):
    capset(capabilities)
    assert os.geteuid() == 0
    return [attempt(os.open, path, os.O_RDWR) for path in FILES.values()]


every = permitted_capabilities()
capable, plain = in_child(open_with, every), in_child(open_with, 0)
print("user 0                all capabilities  none")
for name, first, second in zip(FILES, capable, plain, strict=True):
    print(f"{name:20}  {first:16}  {second}")
assert capable == ["ok", "ok", "EACCES"]
assert plain == ["ok", "EACCES", "EACCES"]
# --8<-- [end:proof]
