"""Prepares the analysis during quiet times of the recording: starts the child process, and rebuilds states."""

from __future__ import annotations

import asyncio
import shutil
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
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from claude_scope.browser.rebuild.replayed import Replayer
    from claude_scope.jobs.sandbox.sandbox import Sandbox
    from claude_scope.pipeline import Progress
    from claude_scope.values import Capture, Rebuilt

_PAUSE_S = 1.0
_PAUSES = 10
"""Minimum pause, as a multiple of the time that reading took, so that reading takes at most a tenth of a core."""
MAX_GROWTH_BYTES_S = 150_000
"""Maximum growth of the recording in a quiet time. A page that writes more needs the machine; a user's clicks write
50,000."""
_LEAST_STATES = 6
"""Minimum number of states for which a browser is started; fewer are rebuilt in a second at the end."""


class WorkAhead:
    """The child process and the states of one recording. `start` begins; `rebuild` is the pipeline's station."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ended = asyncio.Event()
        self._known = KnownStates()
        self._replayer: Replayer | None = None
        self._task: asyncio.Task[None] | None = None
        self._open = AsyncExitStack()
        self._closing: list[asyncio.Future[None]] = []
        self._sandbox: Sandbox | None = None
        self._sandbox_open = AsyncExitStack()

    def start(self) -> None:
        """Begin the work in the background."""
        self._task = asyncio.ensure_future(self._work())

    async def rebuild(self, capture: Capture, progress: Progress) -> Rebuilt:
        """See `browser.rebuild.rebuild.rebuild`; uses the known states and the open browser."""
        await self._end()
        if self._replayer is None or self._replayer.page.is_closed():
            return await rebuild(capture, progress, self._known)
        try:
            return await rebuild_in(self._replayer, capture, progress, self._known)
        finally:
            self.close_meanwhile(self._open)

    async def sandbox_with(self, recording: Path) -> tuple[Sandbox, Path] | None:
        """The sandbox with the warm child, and a copy of the recording in it; None if no child was started."""
        self._ended.set()
        if self._sandbox is None:
            return None
        copy = self._sandbox.folder / recording.name
        await in_thread(shutil.copyfile, recording, copy)
        return self._sandbox, copy

    def close_meanwhile(self, stack: AsyncExitStack) -> None:
        """Close a stack while the analysis continues; `close` waits for it."""
        self._closing.append(asyncio.ensure_future(stack.aclose()))

    async def close(self) -> None:
        """Close browser and child, and wait for stacks that are being closed."""
        await self._end()
        await asyncio.gather(*self._closing, self._open.aclose(), self._sandbox_open.aclose())

    async def _end(self) -> None:
        self._ended.set()
        if self._task is not None:
            await asyncio.wait({self._task})
            if not self._task.cancelled():
                self._task.exception()  # retrieved, so that asyncio does not log it

    async def _work(self) -> None:
        """Start the child and rebuild states. Failures are ignored: the analysis repeats and reports them."""
        with suppress(ClaudeScopeError, OSError), tempfile.TemporaryDirectory(prefix="claude-scope-") as scratch:
            size, read, pause_s, measured = 0, 0, _PAUSE_S, time.monotonic()
            while not await self._has_ended_after(pause_s):
                before, size = size, await in_thread(size_of, self._folder)
                since, measured = measured, time.monotonic()  # rebuilding takes seconds, too
                if size == read or size - before > MAX_GROWTH_BYTES_S * (measured - since):
                    continue
                if self._sandbox is None:
                    self._sandbox = await self._start_child()
                    continue
                read, began = size, time.monotonic()
                capture = await in_thread(read_growing, self._folder, Path(scratch) / "capture")
                pause_s = max(_PAUSE_S, _PAUSES * (time.monotonic() - began))
                if capture is not None and len(capture.instants) >= _LEAST_STATES + UNFINISHED:
                    await self._rebuild_ahead(capture)

    async def _start_child(self) -> Sandbox:
        child_ahead = await in_thread(_import_ahead)
        return await self._sandbox_open.enter_async_context(child_ahead())

    async def _rebuild_ahead(self, capture: Capture) -> None:
        if self._replayer is None:
            self._replayer = await self._open.enter_async_context(open_replayer_behind(capture.viewport))
        await rebuild_ahead(self._replayer, capture, self._known, self._ended)

    async def _has_ended_after(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), seconds)
        return self._ended.is_set()


def _import_ahead() -> Callable[[], AbstractAsyncContextManager[Sandbox]]:
    """Import the modules of the analysis, and return the function that starts its child."""
    from claude_scope import wiring  # noqa: F401
    from claude_scope.cli.ahead.child_ahead import child_ahead
    from claude_scope.cli.results.write_results import import_writers

    import_writers()
    return child_ahead
