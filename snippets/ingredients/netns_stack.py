"""A network namespace has its own devices, addresses, routes and ports; a new one begins with no
device of those outside, and with a loopback device of its own that is switched off."""
# needs: namespaces, veth
# break: in_namespaces(CLONE_NEWNET => in_namespaces(0

import os
import socket

from snippets.linux.attempt import attempt
from snippets.linux.namespaces import CLONE_NEWNET, enter_new, in_namespaces
from snippets.linux.network import add_veth, bring_up, devices, give_address, routes

# A namespace of this program's own plays the machine's; "card" plays its network card.
enter_new(CLONE_NEWNET)
add_veth("card", "cable", os.getpid())
give_address("card", "10.0.0.1/24")
for device in devices():
    bring_up(device)

# --8<-- [start:proof]
HERE = "127.0.0.1", 8080


def connect():
    return attempt(socket.create_connection, HERE)


def look():
    have, ways, first = devices(), routes(), connect()
    bring_up("lo")
    again, listen = connect(), attempt(socket.create_server, HERE)
    return " ".join(have), have["lo"], " ".join(ways) or "none", first, again, listen


with socket.create_server(HERE):
    outside, inside = look(), tuple(in_namespaces(CLONE_NEWNET, look))

print(f"{'':26}outside           inside")
rows = "devices", "lo is", "routes", "connect to 127.0.0.1:8080", "... with lo up", "listen there"
for what, there, here in zip(rows, outside, inside, strict=True):
    print(f"{what:26}{there:18}{here}")
assert outside == ("cable card lo", "up", "10.0.0.0 by card", "ok", "ok", "EADDRINUSE")
assert inside == ("lo", "down", "none", "ENETUNREACH", "ECONNREFUSED", "ok")
# --8<-- [end:proof]
