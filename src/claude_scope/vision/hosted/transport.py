"""The HTTP client of the calls: no redirect, no endless answer. Imports httpx2, so it is imported late itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CONNECT_S = 10.0
MAX_ANSWER_BYTES = 2_000_000
"""12,000 tokens are 60 KB; a reasoning model adds what it cannot show."""


def client(proxy: str | None, timeout_s: float) -> httpx2.AsyncClient:
    """A client that goes through `proxy` and nothing else, or, without, as the environment says."""
    return httpx2.AsyncClient(
        timeout=httpx2.Timeout(timeout_s, connect=CONNECT_S),
        proxy=proxy,
        trust_env=proxy is None,
        headers={"accept-encoding": "identity"},  # what comes compressed could grow beyond the bound
        event_hooks={"response": [_bound]},
    )


async def _bound(response: httpx2.Response) -> None:
    """Refuse an answer that leads elsewhere, where the key would go too, or that could grow without end."""
    if response.has_redirect_location or response.headers.get("content-encoding", "identity") != "identity":
        raise httpx2.RemoteProtocolError("a redirect, or a compressed answer", request=response.request)
    assert isinstance(response.stream, httpx2.AsyncByteStream)
    response.stream = _Bounded(response.stream)


class _Bounded(httpx2.AsyncByteStream):
    """A body of at most MOST_ANSWER_BYTES."""

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
        """Close what is bounded."""
        await self._stream.aclose()
