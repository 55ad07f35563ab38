"""The pictures of one page, as the browser shows them."""

from __future__ import annotations

import asyncio
import base64
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.video import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from playwright.async_api import CDPSession

_QUALITY = 90
_MAX_SIZE = (2560, 1600)
"""Pictures of screens with more pixels are scaled down: encoding them would slow the page."""
_IN_FLIGHT = 10
"""The browser drops a picture, perhaps the last of a change, while so many wait for our answer."""
_MOTION_PICTURES, _MOTION_S = 30, 0.6
"""A page that is painted so often in so many seconds is in constant motion."""
_EVERY_IN_MOTION = 3
"""Then every third picture is taken: encoding all sixty a second takes half a core more."""
_QUIET_S = 0.075
"""No picture for so long after many, and the motion is over: the last one may be among those that were not taken."""
_MANY_S = 1.0
"""In this time so many pictures may wait for our answer that the browser drops some."""
_ANSWER_S = 1.0
"""The answer comes from the page, which may be busy; what was sent holds all the same."""


class Screencast:
    """Hands the pictures of a page to `show`, while it is on: each, but in constant motion every third."""

    def __init__(self, session: CDPSession, show: Callable[[Picture], None]) -> None:
        self._session = session
        self._show = show
        self._on = False
        self._switch = asyncio.Lock()
        self._every_nth = 1
        self._times_s: deque[float] = deque(maxlen=_MOTION_PICTURES)
        self._quiet: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Future[Any]] = set()
        session.on("Page.screencastFrame", self._frame)

    async def start(self) -> None:
        """Begin; the first picture is what the page shows now. Raises Playwright's Error if the page is gone."""
        async with self._switch:
            if not self._on:
                self._on = True
                await self._send_start(1)

    async def stop(self) -> None:
        """Stop, also if the page is gone."""
        async with self._switch:
            if self._on:
                self._on = False
                await _answered(self._send_stop())

    async def _restart(self, every_nth: int) -> None:
        """Take every n-th picture from here; with 1, the first one is what the page shows now."""
        async with self._switch:
            if self._on:
                # Sent at once: between the two nothing is taken, and the page may be too busy to answer.
                await _answered(self._send_stop(), self._send_start(every_nth))
                if every_nth > 1:
                    self._wait_for_quiet()

    async def _send_start(self, every_nth: int) -> None:
        self._every_nth = every_nth
        self._times_s.clear()
        options = {"format": "jpeg", "quality": _QUALITY, "maxWidth": _MAX_SIZE[0], "maxHeight": _MAX_SIZE[1]}
        options |= {"maxFramesInFlight": _IN_FLIGHT, "everyNthFrame": every_nth}
        await self._session.send("Page.startScreencast", options)

    async def _send_stop(self) -> None:
        await self._session.send("Page.stopScreencast")

    def _frame(self, event: dict[str, Any]) -> None:
        self._soon(self._acknowledge(event["sessionId"]))
        shown_at = event["metadata"].get("timestamp")
        if not self._on or not shown_at:
            return
        self._show(Picture(base64.b64decode(event["data"]), shown_at * 1000))
        self._times_s.append(shown_at)
        if self._every_nth == 1 and self._is_within(_MOTION_PICTURES, _MOTION_S):
            self._times_s.clear()
            self._soon(self._restart(_EVERY_IN_MOTION))
        elif self._every_nth > 1 or self._is_within(_IN_FLIGHT, _MANY_S):
            self._wait_for_quiet()

    def _is_within(self, count: int, seconds: float) -> bool:
        """Whether the last so many pictures came in so many seconds."""
        return len(self._times_s) >= count and self._times_s[-1] - self._times_s[-count] <= seconds

    def _wait_for_quiet(self) -> None:
        if self._quiet is not None:
            self._quiet.cancel()
        self._quiet = asyncio.get_running_loop().call_later(_QUIET_S, self._is_quiet)

    def _is_quiet(self) -> None:
        self._soon(self._restart(1))

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _acknowledge(self, number: int) -> None:
        from playwright.async_api import Error

        with suppress(Error):  # the page is gone
            await self._session.send("Page.screencastFrameAck", {"sessionId": number})


async def _answered(*sent: Coroutine[Any, Any, None]) -> None:
    """Send what is given, in this order, and wait a while for the answers; an error says that the page is gone."""
    tasks = [asyncio.ensure_future(one) for one in sent]
    for task in tasks:
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
    await asyncio.wait(tasks, timeout=_ANSWER_S)
