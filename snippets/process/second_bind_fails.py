"""Two listening TCP sockets can't have one address and port, unless both asked to share it."""
# needs: nothing
# break: reuse_port=False => reuse_port=True
# break: reuse_port=True) as sharing => reuse_port=False) as sharing

import socket

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child

# --8<-- [start:proof]
ANY = ("127.0.0.1", 0)  # port 0: the kernel picks a free one


def tcp(address):
    """Listen, and offer to share the port."""
    return attempt(socket.create_server, address, reuse_port=True)


def udp(address):
    with socket.socket(type=socket.SOCK_DGRAM) as second:
        return attempt(second.bind, address)


with socket.create_server(ANY, reuse_port=False) as first:
    address, port = first.getsockname()
    same = in_child(tcp, (address, port))
    other = in_child(tcp, ("127.0.0.2", port))
    every = in_child(tcp, ("0.0.0.0", port))
    protocol = in_child(udp, (address, port))
print("same address:     ", same)
print("127.0.0.2 instead:", other)
print("0.0.0.0 instead:  ", every)
print("UDP instead:      ", protocol)
assert (same, every) == ("EADDRINUSE", "EADDRINUSE")
assert (other, protocol) == ("ok", "ok")
# --8<-- [end:proof]

# --8<-- [start:control]
with socket.create_server(ANY, reuse_port=True) as sharing:
    both = in_child(tcp, sharing.getsockname())
print("both share:       ", both)
assert both == "ok"
# --8<-- [end:control]
