"""Child processes for sessions: one each, killed afterwards, and one kept warm, so that none waits for imports."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from claude_scope.errors import ClaudeScopeError
from claude_scope.jobs.lengths import MAX_MINUTES
from claude_scope.jobs.process import Child, Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from claude_scope.values import Recording


class Isolation:
    """Children for sessions, one of them warm in advance."""

    def __init__(self, limits: Limits, *, warm: bool = True) -> None:
        self.limits = limits
        self._warm = warm
        self._spare: asyncio.Task[Child] | None = None
        self._closed = False
        self._children: set[Child] = set()
        self._probing = asyncio.Semaphore(2)

    def prepare(self) -> None:
        """Start a spare child, if there is none."""
        if self._warm and self._spare is None and not self._closed:
            self._spare = asyncio.create_task(self._start(warm=True))

    @asynccontextmanager
    async def child(self) -> AsyncIterator[Child]:
        """A child for one session, killed at the end; the next gets warm then, and not at this one's cost."""
        child = await self._take()
        try:
            yield child
        finally:
            await self._end(child)
            self.prepare()

    async def _take(self) -> Child:
        child = await self._take_spare()
        if child is not None and child.alive:
            return child
        if child is not None:
            await self._end(child)
        return await self._start(warm=False)

    async def _start(self, *, warm: bool) -> Child:
        child = await Child.start(self.limits, warm=warm)
        self._children.add(child)
        return child

    async def _end(self, child: Child) -> None:
        """Kill it; where this is cancelled on the way, `close` does the rest."""
        await child.kill()
        self._children.discard(child)

    async def _take_spare(self) -> Child | None:
        spare, self._spare = self._spare, None
        with suppress(OSError):  # it could not be started, for want of memory or processes: by now there may be some
            return await spare if spare is not None else None
        return None

    async def probe(self, path: Path, max_minutes: float = MAX_MINUTES) -> Recording:
        """Look into an uploaded file in a child of its own; two at a time, the others wait.

        `max_minutes` is what the account allows itself.

        Raises:
            NotARecording: it is none, or larger or longer than allowed; the message calls it "The recording".
            WorkFailed: looking into it crashed the child, or took too long.
        """
        async with self._probing:
            child = await self._start(warm=False)
            try:
                bounds = self.limits.bounds(max_minutes)
                found = await child.call("probe", (path, bounds), path.parent, lambda told: None)
            except ClaudeScopeError as error:
                raise about_the_recording(error, path) from error
            finally:
                await self._end(child)
        recording: Recording = found
        return recording

    async def close(self) -> None:
        """End all children: the spare one, and any whose session was stopped before it could end its own."""
        self._closed = True
        await self._take_spare()
        for child in list(self._children):
            await self._end(child)


def about_the_recording(error: ClaudeScopeError, path: Path) -> ClaudeScopeError:
    """The same error without the names of our folders: the file is "The recording", and it is of the same kind."""
    message = str(error).replace(str(path), "The recording").replace(f"{path.parent}/", "")
    return error if message == str(error) else type(error)(message)
