"""Starts the browser for rebuilding a capture while the capture is still being read."""

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
"""The size in CSS pixels until the capture's viewport is known."""


@asynccontextmanager
async def browser_ahead() -> AsyncIterator[Rebuild]:
    """Start a browser, and yield the station that rebuilds in it; the station raises the error of a failed start."""
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
                    if not page.is_closed():  # `rebuild_in` reports a browser that ended
                        raise InspectionError(f"The browser cannot show {width} x {height} pixels: {error}") from error
                return await rebuild_in(Replayer(page), capture, progress)
            finally:
                closing.append(asyncio.ensure_future(stack.aclose()))  # closes while the timeline is built

        closing: list[asyncio.Future[None]] = []
        try:
            yield rebuild
        finally:
            opening.cancel()
            await asyncio.gather(opening, *closing, return_exceptions=True)
