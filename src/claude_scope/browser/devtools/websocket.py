"""Messages over a WebSocket: the debugging port of a running browser."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed as WebSocketClosed
from websockets.exceptions import WebSocketException

from claude_scope.browser.devtools.errors import ConnectionClosed

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.asyncio.client import ClientConnection


class _Connect(connect):
    """Follows no redirect, because only the given address was checked."""

    def process_redirect(self, exc: Exception) -> Exception:
        """Return the error itself, so that it is raised."""
        return exc


async def connect_websocket(url: str, *, timeout_s: float = 30) -> WebSocketTransport:
    """Connect to a browser at `url`, such as `ws://127.0.0.1:9222/devtools/browser/ID`.

    The connection sends no Origin header, because Chromium refuses connections that carry a page's origin. Chromium
    also refuses host names other than `localhost`.

    Raises:
        ConnectionClosed: nothing listens there, it is not the WebSocket of a browser, or it does not accept in time.
    """
    try:
        # Messages hold pictures and bodies, so their size is not limited. A browser that waits for its user does not
        # answer pings.
        return WebSocketTransport(
            await _Connect(url, max_size=None, compression=None, ping_interval=None, proxy=None, open_timeout=timeout_s)
        )
    except (OSError, WebSocketException) as error:  # a timeout is an OSError too
        raise ConnectionClosed(f"No browser accepts a connection at {url} ({error})") from error


class WebSocketTransport:
    """A `Transport` over an open WebSocket."""

    def __init__(self, websocket: ClientConnection) -> None:
        self._websocket = websocket
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, on_message: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        """See `Transport`."""
        self._on_end = on_end
        self._tasks = [asyncio.create_task(self._receive(on_message)), asyncio.create_task(self._send())]

    def write(self, message: bytes) -> None:
        """See `Transport`."""
        self._waiting.put_nowait(message)

    async def close(self) -> None:
        """See `Transport`."""
        await self._websocket.close()
        await asyncio.wait(self._tasks)

    async def _receive(self, on_message: Callable[[bytes], None]) -> None:
        try:
            with suppress(WebSocketClosed):
                while True:
                    on_message(await self._websocket.recv(decode=False))
        finally:
            self._tasks[1].cancel()
            self._on_end()

    async def _send(self) -> None:
        with suppress(WebSocketClosed):  # `_receive` reports the end
            while True:
                await self._websocket.send(await self._waiting.get(), text=True)
