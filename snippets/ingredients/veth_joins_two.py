"""A veth pair is two network devices joined as by a cable, which may be in different network
namespaces; both are gone when one of the namespaces is."""
# needs: namespaces, veth
# break: add_veth("left", "right", other) => None
# break: there = in_child(plug_in_there, other) => there = "ok"
# break: before = attempt(ask) => before, kept = attempt(ask), open(f"/proc/{other}/ns/net")

import socket
import time

from snippets.linux.attempt import attempt
from snippets.linux.children import in_child
from snippets.linux.namespaces import CLONE_NEWNET, enter_new, join, member
from snippets.linux.network import add_veth, bring_up, devices, give_address

enter_new(CLONE_NEWNET)


server: socket.socket  # the other process's, made by listen


def listen():
    global server
    server = socket.create_server(("", 8080))  # on every address, also on those to come


def answer():
    while True:
        client, address = server.accept()
        with client:
            client.sendall(f"hello, {address[0]}".encode())


def ask():
    with socket.create_connection(("10.0.0.2", 8080), timeout=2) as connection:
        print("the other end says:", connection.recv(100).decode())


# --8<-- [start:proof]
def plug_in(device, address):
    give_address(device, address)
    bring_up(device)


def plug_in_there(process):
    join(process, CLONE_NEWNET)
    return attempt(plug_in, "right", "10.0.0.2/24")


with member(CLONE_NEWNET, listen, answer) as other:
    before = attempt(ask)
    add_veth("left", "right", other)
    here = attempt(plug_in, "left", "10.0.0.1/24")
    there = in_child(plug_in_there, other)
    print("without a cable:   ", before)
    print("plugged in:        ", here, there)
    after = attempt(ask)
    print("with it:           ", after)
    assert (before, here, there, after) == ("ENETUNREACH", "ok", "ok", "ok")

end = time.monotonic() + 5  # the other process is gone; the kernel clears up soon after
while "left" in devices() and time.monotonic() < end:
    time.sleep(0.01)
print("the other is gone: ", *devices())
assert "left" not in devices()
# --8<-- [end:proof]
