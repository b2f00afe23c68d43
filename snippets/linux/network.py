"""Network namespaces: their devices, addresses and routes, and a cable between two of them.

What changes the network goes to the kernel as a message to a socket of a family of its own,
rtnetlink; the kernel answers with an error number. ``ip`` of iproute2 does the same.
All here concerns the network namespace of the calling process: make a new one first.
Source: rtnetlink(7), netlink(7).
"""

import errno
import fcntl
import ipaddress
import os
import socket
import struct
from pathlib import Path

SIOCGIFFLAGS = 0x8913  # linux/sockios.h
IFF_UP = 1  # linux/if.h

# linux/netlink.h, linux/rtnetlink.h, linux/if_link.h, linux/if_addr.h, linux/veth.h
NLM_F_REQUEST, NLM_F_ACK, NLM_F_EXCL, NLM_F_CREATE = 0x1, 0x4, 0x200, 0x400
RTM_NEWLINK, RTM_NEWADDR = 16, 20
IFLA_IFNAME, IFLA_LINKINFO, IFLA_NET_NS_PID = 3, 18, 19
IFLA_INFO_KIND, IFLA_INFO_DATA, VETH_INFO_PEER = 1, 2, 1
IFA_LOCAL = 2

# Some modules for tunnels put a device of theirs into every network namespace.
# Source: Documentation/admin-guide/sysctl/net, fb_tunnels_only_for_init_net
FALLBACK = {"tunl0", "gre0", "gretap0", "erspan0", "ip_vti0", "sit0"}
FALLBACK |= {"ip6tnl0", "ip6gre0", "ip6_vti0"}


def devices() -> dict[str, str]:
    """The network devices of this process's namespace, and whether each is "up" or "down".

    Without the tunnels in ``FALLBACK``. Source: netdevice(7), SIOCGIFFLAGS.
    """
    found = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        for name in sorted(name for _, name in socket.if_nameindex()):
            if name in FALLBACK:
                continue
            asked = struct.pack("16sH22x", name.encode(), 0)
            (flags,) = struct.unpack_from("H", fcntl.ioctl(any_socket, SIOCGIFFLAGS, asked), 16)
            found[name] = "up" if flags & IFF_UP else "down"
    return found


def routes() -> list[str]:
    """The IPv4 routes, as "10.0.0.0 by card": where to, and by which device.

    Source: proc(5), /proc/net/route.
    """
    lines = Path("/proc/self/net/route").read_text().splitlines()[1:]
    rows = [line.split() for line in lines]
    return [f"{socket.inet_ntoa(struct.pack('I', int(to, 16)))} by {by}" for by, to, *_ in rows]


def bring_up(device: str) -> None:
    """Switch a network device on. The loopback device is called "lo".

    Raises OSError: ENODEV if this network namespace has no such device, EPERM without
    CAP_NET_ADMIN over it. Source: rtnetlink(7), RTM_NEWLINK.
    """
    _tell(RTM_NEWLINK, 0, _link(_index(device), IFF_UP))


def give_address(device: str, address: str) -> None:
    """Give a device an IPv4 address; "10.0.0.1/24" says that all of 10.0.0.x is at its other end.

    Raises OSError as ``bring_up``, EEXIST if it has the address already.
    Source: rtnetlink(7), RTM_NEWADDR.
    """
    interface = ipaddress.IPv4Interface(address)
    head = struct.pack(
        "BBBBI", socket.AF_INET, interface.network.prefixlen, 0, 0, _index(device)
    )  # struct ifaddrmsg
    _tell(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, head + _attribute(IFA_LOCAL, interface.packed))


# --8<-- [start:veth]
def add_veth(near: str, far: str, process: int) -> None:
    """Make a veth pair: device ``near`` here, ``far`` in the network namespace of a process.

    Both begin down and without an address. Raises OSError: EEXIST if a name is taken, EPERM
    without CAP_NET_ADMIN over both namespaces, ESRCH if there is no such process, EOPNOTSUPP if
    the kernel knows no veth. Source: veth(4), rtnetlink(7).
    """
    where = _attribute(IFLA_NET_NS_PID, struct.pack("I", process))
    peer = _link() + _attribute(IFLA_IFNAME, far.encode() + b"\0") + where
    kind = _attribute(IFLA_INFO_KIND, b"veth")
    data = _attribute(IFLA_INFO_DATA, _attribute(VETH_INFO_PEER, peer))
    name = _attribute(IFLA_IFNAME, near.encode() + b"\0")
    what = _link() + name + _attribute(IFLA_LINKINFO, kind + data)
    _tell(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, what)
    # --8<-- [end:veth]


# --8<-- [start:netlink]
def _tell(kind: int, flags: int, body: bytes) -> None:
    """Send the kernel one message; raise OSError if it refuses. Source: netlink(7)."""
    flags |= NLM_F_REQUEST | NLM_F_ACK
    message = struct.pack("IHHII", 16 + len(body), kind, flags, 0, 0) + body
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as kernel:
        kernel.send(message)
        answer = kernel.recv(1 << 16)  # its header, 16 bytes, then an error number, 0 or negative
    (code,) = struct.unpack_from("i", answer, 16)
    if code:
        raise OSError(-code, f"rtnetlink: {os.strerror(-code)}")


def _attribute(kind: int, value: bytes) -> bytes:
    """Length, type, value, filled up to a multiple of 4 bytes."""
    return struct.pack("HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)
    # --8<-- [end:netlink]


def _link(index: int = 0, flags: int = 0) -> bytes:
    """What a message about a device begins with: struct ifinfomsg; only these flags change."""
    return struct.pack("BxHiII", socket.AF_UNSPEC, 0, index, flags, flags)


def _index(device: str) -> int:
    """The number by which the kernel knows a device."""
    try:
        return socket.if_nametoindex(device)
    except OSError:  # Python does not pass on the error number
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), device) from None
