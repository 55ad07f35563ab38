"""The pictures of one page, as the browser shows them."""

from __future__ import annotations

import asyncio
import base64
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.video import Picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import CDPSession

_QUALITY = 90
_MAX_SIZE = (2560, 1600)
"""Pictures of screens with more pixels are scaled down: encoding them would slow the page."""
_IN_FLIGHT = 10
"""The browser drops a picture, perhaps the last of a change, while so many wait for our answer."""


class Screencast:
    """Hands each picture of a page to `show`, while it is on."""

    def __init__(self, session: CDPSession, show: Callable[[Picture], None]) -> None:
        self._session = session
        self._show = show
        self._on = False
        self._answers: set[asyncio.Future[Any]] = set()
        session.on("Page.screencastFrame", self._frame)

    async def start(self) -> None:
        """Begin; the first picture is what the page shows now."""
        if self._on:
            return
        self._on = True
        await self._session.send(
            "Page.startScreencast",
            {
                "format": "jpeg",
                "quality": _QUALITY,
                "maxWidth": _MAX_SIZE[0],
                "maxHeight": _MAX_SIZE[1],
                "maxFramesInFlight": _IN_FLIGHT,
            },
        )

    async def stop(self) -> None:
        """Stop, also if the page is gone."""
        from playwright.async_api import Error

        if self._on:
            self._on = False
            with suppress(Error):
                await self._session.send("Page.stopScreencast")

    def _frame(self, event: dict[str, Any]) -> None:
        answer = asyncio.ensure_future(self._answer(event["sessionId"]))
        self._answers.add(answer)
        answer.add_done_callback(self._answers.discard)
        shown_at = event["metadata"].get("timestamp")
        if self._on and shown_at:
            self._show(Picture(base64.b64decode(event["data"]), shown_at * 1000))

    async def _answer(self, number: int) -> None:
        from playwright.async_api import Error

        with suppress(Error):  # the page is gone
            await self._session.send("Page.screencastFrameAck", {"sessionId": number})
