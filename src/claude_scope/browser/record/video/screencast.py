"""Takes pictures of a page as the browser paints it."""

from __future__ import annotations

import asyncio
import base64
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from claude_scope.browser.devtools.errors import DevToolsError
from claude_scope.browser.record.video.video_writer import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from claude_scope.browser.devtools.connection import Session

_QUALITY = 90
_MAX_SIZE = (2560, 1600)
"""Pictures with more pixels are scaled down: encoding them would slow down the page."""
_IN_FLIGHT = 10
"""The browser drops pictures, perhaps the last one of a change, while this many are unacknowledged."""
_MOTION_PICTURES, _MOTION_S = 30, 0.6
"""A page that is painted this often in this many seconds is in constant motion."""
_EVERY_IN_MOTION = 3
"""In constant motion only every third picture is taken: to encode all sixty per second takes half a core more."""
_QUIET_S = 0.075
"""If no picture comes for this long, the motion is over; its last picture may be among the skipped ones."""
_MANY_S = 1.0
"""If `_IN_FLIGHT` pictures arrive within this time, the browser may have dropped some."""
_ANSWER_S = 1.0
"""How long to wait for the answer of a page, which may be busy; the command takes effect anyway."""


class Screencast:
    """While it is on, passes pictures of a page to `show`: each picture or, in constant motion, every third."""

    def __init__(self, session: Session, show: Callable[[Picture], None]) -> None:
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
        """Begin with a picture of what the page shows now. Raises `DevToolsError` if the page is closed."""
        async with self._switch:
            if not self._on:
                self._on = True
                await self._send_start(1)

    async def stop(self) -> None:
        """Stop, even if the page is closed."""
        async with self._switch:
            if self._on:
                self._on = False
                await _answered(self._send_stop())

    async def _restart(self, every_nth: int) -> None:
        """Take every n-th picture from now on; with 1, the first one is what the page shows now."""
        async with self._switch:
            if self._on:
                # Both are sent at once: the page may be too busy to answer, and between the two no picture is taken.
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
        """Whether the last `count` pictures were painted within this many seconds."""
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
        with suppress(DevToolsError):  # the page is closed
            await self._session.send("Page.screencastFrameAck", {"sessionId": number})


async def _answered(*sent: Coroutine[Any, Any, None]) -> None:
    """Send these commands in order, and wait a while for the answers; an error means that the page is closed."""
    tasks = [asyncio.ensure_future(item) for item in sent]
    for task in tasks:
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
    await asyncio.wait(tasks, timeout=_ANSWER_S)
