"""The guard proxy: all traffic of the inspecting browser goes through it, and it checks each address before connecting.

It is an HTTP proxy (RFC 9110, section 9.3.6 for CONNECT) on loopback. It resolves a name once, checks every address,
and connects to a checked address, so DNS rebinding between check and use has no effect.
`docs/decisions/0003-guard-proxy.md` compares the alternatives.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from claude_scope.browser.egress import allowed_addresses
from claude_scope.errors import InspectionError
from claude_scope.host_port import host_port

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType

    Resolver = Callable[[str, int], Awaitable[list[str]]]
    """Resolves host and port to addresses; raises OSError if there are none."""

_MAX_HEAD_BYTES = 256 * 1024
"""Chromium's own limit for response headers."""
_CONNECT_S = 10.0
_CHUNK_BYTES = 64 * 1024
_REFUSED_TUNNEL = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_HOP_BY_HOP = (b"connection:", b"proxy-connection:", b"keep-alive:", b"proxy-authorization:")


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be reached: the public internet, and with `allow_private` this machine and its networks.

    Hosts in `allowed_hosts`, as `host_port` spells them, are not checked. Metadata services of clouds are refused even
    with `allow_private`. `max_bytes` bounds what all pages of one guard receive together.
    """

    allow_private: bool = False
    allowed_hosts: frozenset[str] = frozenset()
    max_bytes: int = 200_000_000


class Refused(Exception):
    """A refused or failed connection: `kind` is policy, resolve, refuse, reach, timeout or limit.

    `reason` says what happened at the requested address, such as "its server refused the connection".
    """

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason


@dataclass(slots=True)
class Guard:
    """A running guard proxy; use it as `async with Guard(policy) as guard`, and give `guard.url` to the browser.

    Entering raises InspectionError if the proxy cannot listen on a port. `problems` maps each `host:port` whose last
    connection failed to the error. Only tests replace `resolve`.
    """

    policy: Policy
    resolve: Resolver = field(default_factory=lambda: system_resolver)
    problems: dict[str, Refused] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    received_bytes: int = 0
    _server: asyncio.Server | None = None
    _port: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        try:
            listening = socket.create_server(("127.0.0.1", 0))  # asyncio's own function hides the error
        except OSError as error:
            todo = "look at `ulimit -n`, and whether this machine has 127.0.0.1"
            raise InspectionError(
                f"The browser's proxy cannot listen on 127.0.0.1 ({error.strerror}); {todo}."
            ) from error
        self._port = listening.getsockname()[1]
        # With `start_serving=False` this call waits for nothing, so a start that is cancelled has a server to close.
        server = asyncio.start_server(self._accept, sock=listening, limit=_MAX_HEAD_BYTES, start_serving=False)
        self._server = await server
        try:
            await self._server.start_serving()
        except asyncio.CancelledError:
            self._server.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        """The address of the proxy, for the browser."""
        return f"http://127.0.0.1:{self._port}"

    def problem(self, url: str) -> Refused | None:
        """The error of the last connection to the host of an address, or None."""
        return self.problems.get(_host_port(url))

    def is_private(self, url: str) -> bool:
        """Whether the host of a URL resolved to a non-public address."""
        return _host_port(url) in self.private

    @property
    def is_spent(self) -> bool:
        """Whether the pages have exceeded `max_bytes`."""
        return self.received_bytes > self.policy.max_bytes

    def refused(self) -> list[str]:
        """`host:port` of everything that the policy refused."""
        return [where for where, problem in self.problems.items() if problem.kind == "policy"]

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # the browser or the server went away, or sent something that is not HTTP
        except asyncio.CancelledError:
            pass  # the guard is closing; a stream handler that ends cancelled would be logged as an error
        finally:
            self._tasks.discard(task)
            _close(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request, headers = _split(await reader.readuntil(b"\r\n\r\n"))
        method, target, _ = request.decode("latin-1").split(" ", 2)
        host, port, path = _destination(method, target)
        try:
            upstream = await self._connect(host, port)
        except Refused as refusal:
            self.problems[f"{host}:{port}"] = refusal
            if method == "CONNECT":
                writer.write(_REFUSED_TUNNEL)
                await writer.drain()
            return  # without an answer: to the page it must look like a failed connection, not a 502 of the site
        self.problems.pop(f"{host}:{port}", None)
        try:
            if method == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await self._relay((reader, writer), upstream, None)
            else:
                upstream[1].write(_head(f"{method} {path} HTTP/1.1".encode("latin-1"), headers))
                await self._relay((reader, writer), upstream, _body_bytes(headers), rewrite=True)
        finally:
            _close(upstream[1])

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to a checked address of the host; the next address is tried when one does not answer."""
        if self.is_spent:
            raise Refused("limit", f"the pages of this inspection have sent {self.policy.max_bytes:,} bytes already")
        failure = Refused("reach", "its server could not be reached")
        for address in await self._checked(host, port):
            try:
                async with asyncio.timeout(_CONNECT_S):
                    return await asyncio.open_connection(address, port, limit=_MAX_HEAD_BYTES)
            except TimeoutError:
                failure = Refused("timeout", "its server did not answer")
            except ConnectionRefusedError:
                failure = Refused("refuse", "its server refused the connection")
            except OSError:
                continue
        raise failure

    async def _checked(self, host: str, port: int) -> list[str]:
        """The addresses of a host that the policy allows.

        If one address is forbidden, the host is refused. If private addresses are allowed, the other addresses are
        still used, because names in home networks often have a link-local address next to the intended one.
        """
        try:
            async with asyncio.timeout(_CONNECT_S):
                found = await self.resolve(host, port)
        except TimeoutError as error:
            raise Refused("timeout", "its name was not resolved in time") from error
        except OSError as error:
            raise Refused("resolve", "its name could not be resolved to an address") from error
        except UnicodeError as error:  # from IDNA, which allows no empty label and none over 63 characters
            raise Refused("resolve", "its name is not one that a host can have") from error
        if host_port(host, port) in self.policy.allowed_hosts:
            return found
        if not all(allowed_addresses.is_public(allowed_addresses.parse(text)) for text in found):
            self.private.add(f"{host}:{port}")
        good = [text for text in found if self._may_reach(text, port)]
        if not good or (len(good) < len(found) and not self.policy.allow_private):
            raise Refused("policy", f"its address is one that pages may not reach ({', '.join(found[:3])})")
        return good

    def _may_reach(self, text: str, port: int) -> bool:
        address = allowed_addresses.parse(text)
        if self.policy.allow_private:
            to_itself = port == self._port and (address.is_loopback or address.is_unspecified)
            return not (allowed_addresses.is_metadata(address) or address.is_multicast or to_itself)
        return allowed_addresses.is_public(address)

    async def _relay(
        self,
        browser: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        body_bytes: int | None,
        *,
        rewrite: bool = False,
    ) -> None:
        """Pass bytes both ways until the server ends; send the server only the request body, if its size is known."""
        up = asyncio.create_task(_pump(browser[0], server[1], lambda _: None, body_bytes))
        try:
            if rewrite:
                browser[1].write(_head(*_split(await server[0].readuntil(b"\r\n\r\n"))))
            await _pump(server[0], browser[1], self._count)
        finally:
            up.cancel()
            await asyncio.gather(up, return_exceptions=True)

    def _count(self, size: int) -> None:
        self.received_bytes += size
        if self.is_spent:
            raise OSError("the pages of this inspection sent more than they may")


async def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a host from the system's resolver; names under localhost mean this machine (RFC 6761)."""
    if host == "localhost" or host.endswith(".localhost"):
        return ["127.0.0.1", "::1"]
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def _pump(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    seen: Callable[[int], None],
    most_bytes: int | None = None,
) -> None:
    """Pass on bytes until the end, or at most `most_bytes`."""
    left = most_bytes
    while left != 0 and (data := await reader.read(_CHUNK_BYTES if left is None else min(left, _CHUNK_BYTES))):
        seen(len(data))
        writer.write(data)
        await writer.drain()
        left = None if left is None else left - len(data)
    if most_bytes is None and writer.can_write_eof():
        with contextlib.suppress(OSError):
            writer.write_eof()


def _body_bytes(headers: list[bytes]) -> int | None:
    """The length of a request body (RFC 9112, section 6.3), None if it is not declared."""
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in headers)}
    return None if b"transfer-encoding" in fields else max(0, int(fields.get(b"content-length", b"0")))


def _host_port(url: str) -> str:
    parts = urlsplit(url)
    return f"{(parts.hostname or '').rstrip('.')}:{parts.port or (443 if parts.scheme in ('https', 'wss') else 80)}"


def _destination(method: str, target: str) -> tuple[str, int, str]:
    """Host, port and path of a request line's target (RFC 9112, section 3.2)."""
    parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
    if not parts.hostname or (method != "CONNECT" and parts.scheme != "http"):
        raise ValueError(target)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return parts.hostname.rstrip("."), parts.port or (443 if method == "CONNECT" else 80), path


def _split(head: bytes) -> tuple[bytes, list[bytes]]:
    first, *headers = head[:-4].split(b"\r\n")
    return first, headers


def _head(first: bytes, headers: list[bytes]) -> bytes:
    """A head for one exchange: the connection closes after it, so the next request is checked again."""
    kept = [line for line in headers if not line.lower().startswith(_HOP_BY_HOP)]
    return b"\r\n".join([first, *kept, b"Connection: close", b"", b""])


def _close(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, RuntimeError):
        writer.close()
