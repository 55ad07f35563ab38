"""Classifies IP addresses: public, private, cloud metadata."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

_METADATA = tuple(
    map(
        ip_network,
        (
            "169.254.0.0/16",  # link-local: AWS, Google Cloud, Azure, DigitalOcean and others answer at 169.254.169.254
            "fe80::/10",  # link-local
            "fd00:ec2::254/128",  # AWS over IPv6
            "fd20:ce::254/128",  # Google Cloud over IPv6
            "100.100.100.200/32",  # Alibaba Cloud
            "192.0.0.192/32",  # Oracle Cloud
            "168.63.129.16/32",  # Azure's host agent, a public address that only its virtual machines reach
        ),
    )
)
_NAT64 = ip_network("64:ff9b::/96")
_GLOBAL_UNICAST = ip_network("2000::/3")
"""All IPv6 addresses that IANA assigns; those outside are site-local, translated and other special addresses."""
_DOCUMENTATION = ip_network("3fff::/20")  # RFC 9637; Python before 3.13 classifies it as public


def parse(text: str) -> Address:
    """An address from its text; a zone (`fe80::1%eth0`) is dropped, an IPv4 address inside an IPv6 one is unwrapped.

    Raises:
        ValueError: not an address.
    """
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    if inner is None and address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address


def is_metadata(address: Address) -> bool:
    """Whether a cloud serves the machine's credentials at this address; a page may never reach it."""
    return any(address in network for network in _METADATA if network.version == address.version)


def is_public(address: Address) -> bool:
    """Whether this is a single host on the public internet (IANA special-purpose registries, RFC 6890)."""
    if isinstance(address, IPv6Address) and (address not in _GLOBAL_UNICAST or address in _DOCUMENTATION):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved and not is_metadata(address)
