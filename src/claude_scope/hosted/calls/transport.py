"""The HTTP client of the calls: no redirects, bounded answers. It imports httpx2, so import this module late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CONNECT_S = 10.0
MAX_ANSWER_BYTES = 2_000_000
"""12,000 tokens are 60 KB; a reasoning model adds hidden data."""


def client(proxy: str | None, timeout_s: float) -> httpx2.AsyncClient:
    """A client that uses `proxy` and nothing else, or, without one, the environment's proxy."""
    return httpx2.AsyncClient(
        timeout=httpx2.Timeout(timeout_s, connect=CONNECT_S),
        proxy=proxy,
        trust_env=proxy is None,
        headers={"accept-encoding": "identity"},  # a compressed answer could exceed the bound
        event_hooks={"response": [_bound]},
    )


async def _bound(response: httpx2.Response) -> None:
    """Reject redirects, which would send the key elsewhere, and compressed answers; bound the size of others."""
    if response.has_redirect_location or response.headers.get("content-encoding", "identity") != "identity":
        raise httpx2.RemoteProtocolError("a redirect, or a compressed answer", request=response.request)
    assert isinstance(response.stream, httpx2.AsyncByteStream)
    response.stream = _Bounded(response.stream)


class _Bounded(httpx2.AsyncByteStream):
    """A body of at most MAX_ANSWER_BYTES."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._stream:
            size += len(chunk)
            if size > MAX_ANSWER_BYTES:
                raise httpx2.RemoteProtocolError("too long an answer")
            yield chunk

    async def aclose(self) -> None:
        """Close the bounded stream."""
        await self._stream.aclose()
