"""Limits requests per account, IP address, network and e-mail address, and the size of bodies.

Each API process counts separately. Headers: RateLimit and RateLimit-Policy
(draft-ietf-httpapi-ratelimit-headers-10), Retry-After (RFC 9110, section 10.2.3).
"""

from __future__ import annotations

import asyncio
import math
import re
from typing import TYPE_CHECKING, NamedTuple

from starlette.datastructures import Headers

from claude_scope.api.http.client_address import WIDE_PREFIX, Addresses, networks
from claude_scope.api.http.request_windows import WINDOW_S, Windows
from claude_scope.errors import BadInput, TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from claude_scope.settings import ServiceSettings

MAX_BODY_BYTES = 2 * 1024 * 1024
"""Maximum size of a body, except for uploads. The largest is a prompt of 400,000 characters."""
BODY_S = 60
"""How long a body may take to arrive: 2 MB at 300 kbit/s. Without a limit, a few thousand slow clients could occupy all
connections of a process."""
UPLOADS = {("POST", "/api/recordings")}
CHUNK_BYTES = 4 * 1024 * 1024
"""Maximum size of a chunk of a resumable upload. After a lost connection, a client repeats at most one chunk."""
CHUNK_S = 300
"""How long a chunk may take to arrive: 4 MB at 112 kbit/s. Only signed-in clients can send chunks."""
CHUNK = re.compile(r"/api/uploads/[^/]+/chunks/[^/]+")
FILES = "/web/"
"""Files of the web app are not counted: a page loads dozens of small ones."""
ADDRESSES_TO_LOCK_OUT = 3
"""The sign-in limit of an e-mail address, as a multiple of the limit of one network. If both were equal, one attacker
could lock out any user."""
WIDE_SHARE = 2
"""The limit of an IPv6 /56 network, as a multiple of the limit of one /64 network. It must be less than
`ADDRESSES_TO_LOCK_OUT`, or one household could lock out the owner of an account."""
SIGN_INS = {("POST", f"/api/{name}") for name in ("auth/login", "auth/signup", "auth/link", "pairings")}


class Count(NamedTuple):
    """The state of a rate limit: policy, allowed and remaining requests, and the time until the next window."""

    policy: str
    at_most: int
    left: int
    wait_s: int


class Limits:
    """Counts requests in windows of one minute, and refuses those above the limits."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._windows = Windows()
        general, sign_in = settings.requests_per_minute, settings.sign_ins_per_minute
        self._at_most = {"account": general, "e-mail": sign_in * ADDRESSES_TO_LOCK_OUT}
        for policy, at_most in (("address", general), ("sign-in", sign_in)):
            self._at_most |= {policy: at_most, _wide(policy): at_most * WIDE_SHARE}

    def attempt(self, email: str) -> None:
        """Count an attempt to sign in with an e-mail address; raises TooManyRequests."""
        self._count("e-mail", email, None)

    def hit(self, policy: str, who: str, scope: Scope) -> None:
        """Count a request and add the RateLimit headers to its response; raises TooManyRequests."""
        _set_headers(scope, self._count(policy, who, scope))

    def hit_networks(self, policy: str, found: Sequence[str], scope: Scope) -> None:
        """Count a request for the networks of its address, smallest first; raises TooManyRequests.

        A request that exceeds the limit of the smallest network does not count for the wider network. So the neighbours
        of a busy network can still send requests. The headers describe the network with the fewest requests left.
        """
        counts = [self._count(name, who, scope) for name, who in zip((policy, _wide(policy)), found, strict=False)]
        _set_headers(scope, min(counts, key=lambda count: count.left))

    def _count(self, policy: str, who: str, scope: Scope | None) -> Count:
        at_most = self._at_most[policy]
        window = self._windows.hit((policy, who))
        count = Count(policy, at_most, max(0, at_most - window.hits), max(1, math.ceil(window.resets_in_s)))
        if window.hits > at_most:
            if scope:
                _set_headers(scope, count)
            raise TooManyRequests(f"Too many requests; try again in {count.wait_s} s.", count.wait_s)
        return count


def _wide(policy: str) -> str:
    return f"{policy}-{WIDE_PREFIX}"


def _set_headers(scope: Scope, count: Count) -> None:
    """Set the RateLimit headers. The account is counted after the address, so its headers replace the address's."""
    headers: dict[bytes, bytes] = scope["state"]["headers"]
    headers[b"ratelimit-policy"] = f'"{count.policy}";q={count.at_most};w={WINDOW_S}'.encode()
    headers[b"ratelimit"] = f'"{count.policy}";r={count.left};t={count.wait_s}'.encode()


class Gate:
    """ASGI middleware that refuses too many requests from one address, and bodies that are too long or too slow."""

    def __init__(self, app: ASGIApp, limits: Limits, addresses: Addresses) -> None:
        self._app, self._limits, self._addresses = app, limits, addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count, then pass on; raises TooManyRequests and BadInput."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            place = scope["method"], scope["path"]
            found = networks(self._addresses.of(scope, headers))
            if not scope["path"].startswith(FILES):
                self._limits.hit_networks("address", found, scope)
            if place in SIGN_INS:
                self._limits.hit_networks("sign-in", found, scope)
            if place not in UPLOADS and ("content-length" in headers or "transfer-encoding" in headers):
                is_chunk = scope["method"] == "PUT" and CHUNK.fullmatch(scope["path"])
                most, within_s = (CHUNK_BYTES, CHUNK_S) if is_chunk else (MAX_BODY_BYTES, BODY_S)
                receive = _bounded(receive, headers.get("content-length", ""), most, within_s)
        await self._app(scope, receive, send)


def _bounded(receive: Receive, stated: str, most: int, within_s: int) -> Receive:
    """Wrap `receive` to raise BadInput above `most` bytes or `within_s`; at once if `stated` is above `most`."""
    if stated.isdecimal() and int(stated[:20]) > most:
        raise _too_long(most)
    size, whole = 0, False
    until = asyncio.get_running_loop().time() + within_s

    async def counted() -> Message:
        nonlocal size, whole
        if whole:  # after the body, `receive` reports that the client has disconnected
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError as error:
            raise BadInput(f"The body took longer than {within_s} s to arrive; send it again.") from error
        whole = not message.get("more_body", False)
        size += len(message.get("body", b""))
        if size > most:
            raise _too_long(most)
        return message

    return counted


def _too_long(most: int) -> BadInput:
    return BadInput(f"The body is longer than {most // 2**20} MB; send less.")
