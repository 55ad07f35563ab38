"""Rebuilds the states of a recording while little happens in it, and the rest when it has ended."""

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.browser.rebuild.ahead import UNFINISHED, open_replayer_behind, rebuild_ahead
from claude_scope.browser.rebuild.known_states import KnownStates
from claude_scope.browser.rebuild.rebuild import rebuild, rebuild_in
from claude_scope.cli.ahead.growing_capture import read_growing, size_of
from claude_scope.errors import ClaudeScopeError
from claude_scope.threads import in_thread

if TYPE_CHECKING:
    from claude_scope.browser.rebuild.replayed import Replayer
    from claude_scope.pipeline import Progress
    from claude_scope.values import Capture, Rebuilt

_PAUSE_S = 1.0
_PAUSES = 10
"""At least so many times as long as reading took, nothing is read: at most a tenth of a core."""
MAX_GROWTH_BYTES_S = 150_000
"""A page that writes more moves all the time: it and its recorder need the machine. Clicks of a person make 50,000."""
_LEAST_STATES = 6
"""A browser is started for so many; fewer are rebuilt in a second at the end."""


class WorkAhead:
    """The states of one recording. `start` begins; `rebuild` ends it, and is the station of the pipeline."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ended = asyncio.Event()
        self._known = KnownStates()
        self._replayer: Replayer | None = None
        self._task: asyncio.Task[None] | None = None
        self._open = AsyncExitStack()
        self._closing: asyncio.Future[None] | None = None

    def start(self) -> None:
        """Begin to work."""
        self._task = asyncio.ensure_future(self._work())

    async def rebuild(self, capture: Capture, progress: Progress) -> Rebuilt:
        """See `browser.rebuild.rebuild.rebuild`: with the states that are known, in the browser that is open."""
        await self._end()
        if self._replayer is None or self._replayer.page.is_closed():
            return await rebuild(capture, progress, self._known)
        try:
            return await rebuild_in(self._replayer, capture, progress, self._known)
        finally:
            self._closing = asyncio.ensure_future(self._open.aclose())  # meanwhile the timeline is made

    async def close(self) -> None:
        """Close the browser, if `rebuild` has not begun to do so."""
        await self._end()
        await (self._closing or self._open.aclose())

    async def _end(self) -> None:
        self._ended.set()
        if self._task is not None:
            await asyncio.wait({self._task})
            if not self._task.cancelled():
                self._task.exception()  # retrieved, so that asyncio does not log it

    async def _work(self) -> None:
        """Whatever fails is left for the end, where it is said."""
        with suppress(ClaudeScopeError, OSError), tempfile.TemporaryDirectory(prefix="claude-scope-") as scratch:
            size, read, pause_s, measured = 0, 0, _PAUSE_S, time.monotonic()
            while not await self._has_ended_after(pause_s):
                before, size = size, await in_thread(size_of, self._folder)
                since, measured = measured, time.monotonic()  # rebuilding takes seconds, too
                if size == read or size - before > MAX_GROWTH_BYTES_S * (measured - since):
                    continue
                read, began = size, time.monotonic()
                capture = await in_thread(read_growing, self._folder, Path(scratch) / "capture")
                pause_s = max(_PAUSE_S, _PAUSES * (time.monotonic() - began))
                if capture is not None and len(capture.instants) >= _LEAST_STATES + UNFINISHED:
                    await self._rebuild_ahead(capture)

    async def _rebuild_ahead(self, capture: Capture) -> None:
        if self._replayer is None:
            await in_thread(_import_ahead)
            self._replayer = await self._open.enter_async_context(open_replayer_behind(capture.viewport))
        await rebuild_ahead(self._replayer, capture, self._known, self._ended)

    async def _has_ended_after(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), seconds)
        return self._ended.is_set()


def _import_ahead() -> None:
    """Import what the analysis needs."""
    from claude_scope.cli import analyze
    from claude_scope.cli.results import write_results

    analyze.import_stations()
    write_results.import_writers()
