"""Where a webhook may go: to the internet, not to what only this machine can reach."""

import ipaddress
import socket
from collections.abc import Callable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
"""The addresses of a host, best first. Raises OSError."""

_INSIDE_6 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))
"""IPv4 addresses in IPv6's clothes, whose own rules do not see what they lead to."""


class NotAllowed(ValueError):
    """The host leads to an address that a webhook may not reach."""


def resolved(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def allowed(
    host: str, port: int, *, private: bool = False, resolve: Resolve = resolved
) -> list[str]:
    """The host's addresses, of which each may be connected to; to be used instead of the name,
    which could lead elsewhere when it is looked up a second time. ``private``: those of networks
    of one's own, and of this machine, may. Raises NotAllowed, and OSError when nothing is found."""
    addresses = resolve(host, port)
    for address in addresses:
        if not _may(ipaddress.ip_address(address.partition("%")[0]), private):
            raise NotAllowed(host)
    return addresses


def loopback(addresses: list[str]) -> bool:
    return all(ipaddress.ip_address(address).is_loopback for address in addresses)


def _may(address: Address, private: bool) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return _may(address.ipv4_mapped, private)
        if any(address in network for network in _INSIDE_6):
            return False
    if address.is_loopback:
        return private
    # Link-local holds the metadata of cloud machines, with keys in it.
    if address.is_link_local or address.is_multicast or address.is_reserved:
        return False
    return address.is_global or (private and address.is_private and not address.is_unspecified)
