"""Finds the address of a client behind proxies, and checks the Host header."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from claude_scope.errors import BadInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

    from claude_scope.settings import ServiceSettings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
ANY_ADDRESS = ("0.0.0.0", "::", "")
WIDE_PREFIX = 56
"""The largest IPv6 network that a household or a cheap server gets: it contains 256 networks of size /64."""
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""Headers that a reverse proxy adds. With any of them, the peer is not the client."""


class Addresses:
    """Finds the client's address. `trusted` are addresses or networks of proxies whose X-Forwarded-For is used."""

    def __init__(self, trusted: Sequence[str]) -> None:
        try:
            self._trusted = tuple(ip_network(name, strict=False) for name in trusted)
        except ValueError as error:
            raise UsageError(f"CLAUDE_SCOPE_TRUSTED_PROXIES: {error}; give addresses or networks.") from error

    def of(self, scope: Scope, headers: Headers) -> str:
        """The nearest address that is not a trusted proxy. Clients can forge addresses further left in the header."""
        peer = scope["client"][0] if scope.get("client") else ""
        if not self._trusted or not self._is_ours(peer):
            return peer
        for name in reversed(",".join(headers.getlist("x-forwarded-for")).split(",")):
            if not _is_address(name.strip()):
                break
            peer = name.strip()
            if not self._is_ours(peer):
                break
        return peer

    def _is_ours(self, name: str) -> bool:
        return _is_address(name) and any(_parsed(name) in network for network in self._trusted)


def networks(address: str) -> tuple[str, ...]:
    """The networks whose rate limits apply to a request from `address`, smallest first.

    For IPv4, the address itself. For IPv6, its /64 and its /56 network, because a provider may assign either to a
    customer (RFC 6177). An IPv4-mapped IPv6 address (`::ffff:192.0.2.1`) counts as IPv4.
    """
    if ":" not in address or not _is_address(address):
        return (address,)
    parsed = _parsed(address)
    if isinstance(parsed, IPv4Address):
        return (str(parsed),)
    return tuple(str(ip_network((int(parsed), length), strict=False)) for length in (64, WIDE_PREFIX))


class Hosts:
    """ASGI middleware that refuses unknown names in the Host header, to prevent DNS rebinding.

    In DNS rebinding, the host name of an attacker's page changes to 127.0.0.1, so that the page has the same origin as
    this service. IP addresses cannot be rebound: all are accepted if the service listens on all addresses.
    """

    def __init__(self, app: ASGIApp, settings: ServiceSettings) -> None:
        self._app = app
        named = (settings.host, urlsplit(settings.public_url).hostname or "", *settings.allowed_hosts)
        self._names = LOOPBACK | {_bracketed(name.lower()) for name in named if name}
        self._any_address = settings.host in ANY_ADDRESS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; raises BadInput for an unknown host."""
        if scope["type"] in ("http", "websocket") and not self._is_known(Headers(scope=scope).get("host", "")):
            raise BadInput(
                "This server does not answer to that name; set CLAUDE_SCOPE_PUBLIC_URL to the address that people use, "
                "or add a further name to CLAUDE_SCOPE_ALLOWED_HOSTS."
            )
        await self._app(scope, receive, send)

    def _is_known(self, host: str) -> bool:
        name = host_name(host)
        return name in self._names or (self._any_address and _is_address(name.strip("[]")))


def host_name(host: str) -> str:
    """The name in a Host header, without its port, in lower case."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() and not host.endswith("]") else host).lower()


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name and not name.startswith("[") else name


def _parsed(name: str) -> IPv4Address | IPv6Address:
    """The parsed address; an IPv4-mapped IPv6 address is returned as IPv4. Raises ValueError."""
    parsed = ip_address(name)
    return (parsed.version == 6 and parsed.ipv4_mapped) or parsed


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
