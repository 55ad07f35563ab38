"""Normalises `host:port`, so that two spellings of the same host are equal."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit


def parse_host_port(text: str) -> str:
    """Parse and normalise a host and port that a person wrote.

    An IPv6 address needs brackets (RFC 3986, 3.2.2). Raises ValueError for any other text.
    """
    parts = urlsplit(f"//{text.strip()}")
    if not parts.hostname or not parts.port or parts.netloc != text.strip() or "@" in parts.netloc:
        raise ValueError(text)
    return host_port(parts.hostname, parts.port)


def host_port(host: str, port: int) -> str:
    """`localhost:3000` or `[::1]:3000`: lower case, no dot at the end, an IPv6 address shortened and in brackets."""
    host = host.lower().rstrip(".")
    with suppress(ValueError):
        address = ip_address(host)
        host = f"[{address}]" if address.version == 6 else str(address)
    with suppress(UnicodeError):  # not a valid host name
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    return f"{host}:{port}"
