"""Decoding and reading in processes of their own (`child`): what a file does to one of them ends one session.

A child serves one session, with limits on time, memory and output, and is killed afterwards. One is kept warm, so that
a session does not wait for imports.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from claude_scope.errors import ClaudeScopeError
from claude_scope.jobs.process import Child, Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from claude_scope.pipeline import Progress, Request
    from claude_scope.settings import ServiceSettings
    from claude_scope.values import Keyframe, Keyframes, Reading, Recording, Snapshot, Timeline
    from claude_scope.vision.reader import Reader


class Isolation:
    """Children for sessions, one of them warm in advance."""

    def __init__(self, limits: Limits, *, warm: bool = True) -> None:
        self.limits = limits
        self._warm = warm
        self._spare: asyncio.Task[Child] | None = None
        self._closed = False
        self._probing = asyncio.Semaphore(2)

    def prepare(self) -> None:
        """Start a spare child, if there is none."""
        if self._warm and self._spare is None and not self._closed:
            self._spare = asyncio.create_task(Child.start(self.limits, warm=True))

    @asynccontextmanager
    async def child(self) -> AsyncIterator[Child]:
        """A child for one session, killed at the end; the next gets warm then, and not at this one's cost."""
        child = await self._take()
        try:
            yield child
        finally:
            await child.kill()
            self.prepare()

    async def _take(self) -> Child:
        spare, self._spare = self._spare, None
        child = await spare if spare is not None else None
        if child is not None:
            if child.alive:
                return child
            await child.kill()
        return await Child.start(self.limits, warm=False)

    async def probe(self, path: Path) -> Recording:
        """Look into an uploaded file in a child of its own; two at a time, the others wait.

        Raises:
            NotARecording: it is none, or larger or longer than allowed; the message calls it "The recording".
            WorkFailed: looking into it crashed the child, or took too long.
        """
        async with self._probing:
            child = await Child.start(self.limits, warm=False)
            try:
                found = await child.call("probe", (path, self.limits.bounds), path.parent, lambda done, total: None)
            except ClaudeScopeError as error:
                raise about_the_recording(error, path) from error
            finally:
                await child.kill()
        recording: Recording = found
        return recording

    async def close(self) -> None:
        """End the spare child."""
        self._closed = True
        if self._spare is not None:
            await (await self._spare).kill()
            self._spare = None


def about_the_recording(error: ClaudeScopeError, path: Path) -> ClaudeScopeError:
    """The same error without the names of our folders: the file is "The recording", and it is of the same kind."""
    message = str(error).replace(str(path), "The recording").replace(f"{path.parent}/", "")
    return error if message == str(error) else type(error)(message)


async def probe_isolated(path: Path, settings: ServiceSettings) -> Recording:
    """Look into an uploaded file in a child of its own, as `Isolation.probe` does."""
    return await Isolation(Limits.of(settings), warm=False).probe(path)


class IsolatedStations:
    """The stations of one session in one child, which is taken when the first of them has work."""

    def __init__(self, isolation: Isolation, folder: Path) -> None:
        self._isolation = isolation
        self._folder = folder
        self._context: Any = None
        self._child: Child | None = None

    async def probe(self, path: Path) -> Recording:
        """See pipeline.Stations."""
        found: Recording = await self._call("probe", path, self._isolation.limits.bounds)
        return found

    async def keyframes(self, recording: Recording, folder: Path, max_frames: int, progress: Progress) -> Keyframes:
        """See pipeline.Stations."""

        def report(done: float, total: float | None) -> None:
            progress("keyframes", done, total)

        bounds = self._isolation.limits.bounds
        found: Keyframes = await self._call("keyframes", recording, max_frames, bounds, progress=report)
        return found

    async def read(self, reader: Reader, keyframe: Keyframe, before: tuple[Keyframe, Reading] | None) -> Reading:
        """See pipeline.Stations; the reader is the child's own, the local one."""
        found: Reading = await self._call("read", keyframe, before)
        return found

    async def timeline(
        self, keyframes: Keyframes, readings: Sequence[Reading], snapshots: Sequence[Snapshot], request: Request
    ) -> Timeline:
        """See pipeline.Stations."""
        found: Timeline = await self._call(
            "timeline", keyframes, tuple(readings), tuple(snapshots), request.title, request.notes
        )
        return found

    async def thumbnails(self, keyframes: Keyframes) -> tuple[Path, ...]:
        """A small JPEG of each keyframe, in their order."""
        found: tuple[Path, ...] = await self._call("thumbnails", keyframes)
        return found

    async def close(self) -> None:
        """Give the child up."""
        if self._context is not None:
            await self._context.__aexit__(None, None, None)
            self._context = self._child = None

    async def _call(
        self, call: str, *arguments: Any, progress: Callable[[float, float | None], None] = lambda done, total: None
    ) -> Any:
        if self._child is None:
            self._context = self._isolation.child()
            self._child = await self._context.__aenter__()
        return await self._child.call(call, arguments, self._folder, progress)
