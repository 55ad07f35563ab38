"""Starts the browser in which a capture is rebuilt while the capture is still read."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from claude_scope.browser.rebuild.rebuild import rebuild_in
from claude_scope.browser.rebuild.replay_page import open_replay_page
from claude_scope.browser.rebuild.replayed import Replayer
from claude_scope.errors import InspectionError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from claude_scope.pipeline import Progress, Rebuild
    from claude_scope.values import Capture, Rebuilt

_VIEWPORT = 1280, 720
"""Until that of the capture is known."""


@asynccontextmanager
async def browser_ahead() -> AsyncIterator[Rebuild]:
    """The station that rebuilds, with a browser that starts now; why it does not start is raised by the station."""
    async with AsyncExitStack() as stack:
        opening = asyncio.ensure_future(stack.enter_async_context(open_replay_page(_VIEWPORT)))

        async def rebuild(capture: Capture, progress: Progress) -> Rebuilt:
            from playwright.async_api import Error

            page = await opening
            width, height = capture.viewport
            try:
                try:
                    await page.set_viewport_size({"width": width, "height": height})
                except Error as error:
                    if not page.is_closed():  # of a browser that ended `rebuild_in` says so
                        raise InspectionError(f"The browser cannot show {width} x {height} pixels: {error}") from error
                return await rebuild_in(Replayer(page), capture, progress)
            finally:
                closing.append(asyncio.ensure_future(stack.aclose()))  # meanwhile the timeline is made

        closing: list[asyncio.Future[None]] = []
        try:
            yield rebuild
        finally:
            opening.cancel()
            await asyncio.gather(opening, *closing, return_exceptions=True)
