"""Opens the listening sockets before anything else, so that a port in use is reported at once."""

from __future__ import annotations

import errno
import socket
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from claude_scope.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

BACKLOG = 2048
"""Maximum number of connections that wait to be accepted: uvicorn's default."""
MISSING_ADDRESS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""Errors for an address that this machine lacks: `localhost` may resolve to `::1` on a machine without IPv6."""


@contextmanager
def listening(host: str, port: int) -> Iterator[list[socket.socket]]:
    """Open a socket for each address of `host`; all are closed at the end. With port 0, they share one free port.

    Raises UsageError if `host` is not an address of this machine, or if the port cannot be opened.
    """
    with ExitStack() as opened:
        sockets: list[socket.socket] = []
        for family, address in _addresses(host):
            there = (address[0], port_of(sockets) if sockets else port, *address[2:])
            try:
                made = opened.enter_context(socket.create_server(there, family=family, backlog=BACKLOG))
            except OSError as error:
                if error.errno not in MISSING_ADDRESS:
                    raise _explained(error, host, port) from error
                continue
            # Connections inherit this option. asyncio sets it only on sockets created with `proto=IPPROTO_TCP`. Without
            # it, a body waits 40 ms until its headers are acknowledged (RFC 9293, 3.7.4; RFC 1122, 4.2.3.2).
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sockets.append(made)
        if not sockets:
            raise _no_address(host)
        yield sockets


def port_of(sockets: list[socket.socket]) -> int:
    """The port that the sockets share."""
    port: int = sockets[0].getsockname()[1]
    return port


def url_host(host: str) -> str:
    """Format a host for a URL (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def _addresses(host: str) -> list[tuple[socket.AddressFamily, Any]]:
    try:
        found = socket.getaddrinfo(host or None, 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise _no_address(host) from error
    return list(dict.fromkeys((family, address) for family, *_, address in found))


def _explained(error: OSError, host: str, port: int) -> UsageError:
    place = f"Port {port} of {host or 'this machine'}"
    if error.errno == errno.EADDRINUSE:
        return UsageError(f"{place} is taken; stop what uses it, or give another --port.")
    if error.errno == errno.EACCES:
        return UsageError(f"{place} is kept for the system; give a --port above 1023.")
    return UsageError(f"{place} cannot be opened: {error.strerror}; give another --port.")


def _no_address(host: str) -> UsageError:
    return UsageError(f"{host[:100]!r} is not an address of this machine; give --host 127.0.0.1, or 0.0.0.0 for all.")
