"""The stations as the pipeline calls them, in a process of their own: what a file does to it ends one session."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from claude_scope.errors import ModelRefused
from claude_scope.jobs import messages
from claude_scope.jobs.lengths import MAX_MINUTES
from claude_scope.vision.hosted.frames import read_before

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from claude_scope.jobs.isolation import Isolation
    from claude_scope.jobs.previews import Previews
    from claude_scope.jobs.process import Child
    from claude_scope.pipeline import Progress, Request
    from claude_scope.values import Keyframe, Keyframes, Reading, Recording, Snapshot, Timeline
    from claude_scope.vision.hosted.asker import Asker
    from claude_scope.vision.hosted.frames import LastAsked
    from claude_scope.vision.hosted.view import Views
    from claude_scope.vision.reader import Reader


class IsolatedStations:
    """The stations of one session in one child, which is taken when the first of them has work."""

    def __init__(
        self,
        isolation: Isolation,
        folder: Path,
        max_minutes: float = MAX_MINUTES,
        previews: Previews | None = None,
    ) -> None:
        """`max_minutes` is how long a recording the session's account allows itself."""
        self._isolation = isolation
        self._folder = folder
        self._bounds = isolation.limits.bounds(max_minutes)
        self._previews = previews
        self._context: Any = None
        self._child: Child | None = None
        self._one_at_a_time = asyncio.Lock()

    async def probe(self, path: Path) -> Recording:
        """See pipeline.Stations."""
        found: Recording = await self._call("probe", path, self._bounds)
        return found

    async def keyframes(self, recording: Recording, folder: Path, max_frames: int, progress: Progress) -> Keyframes:
        """See pipeline.Stations."""
        shown: set[int] = set()  # whatever a child says

        def report(told: messages.Progress | messages.Picture) -> None:
            if isinstance(told, messages.Progress):
                progress("keyframes", told.done, told.total)
            elif self._previews is not None and told.timestamp_ms not in shown and len(shown) < max_frames:
                shown.add(told.timestamp_ms)
                self._previews.add(told)

        async with self._previews or nullcontext():
            found: Keyframes = await self._call("keyframes", recording, max_frames, self._bounds, report=report)
        return found

    async def read(self, reader: Reader, keyframe: Keyframe, before: tuple[Keyframe, Reading] | None) -> Reading:
        """See pipeline.Stations; the reader is the child's own, the local one."""
        found: Reading = await self._call("read", keyframe, before)
        return found

    async def ask(self, asker: Asker, keyframe: Keyframe, read: Reading, before: LastAsked | None) -> Reading:
        """See pipeline.Stations. A model that takes no call is a problem of the frames, and no end of the session."""
        known = await read_before(before, asker.name)
        views: Views = await self._call("views", keyframe, read, known)
        try:
            return await asker.ask(views, read, None if known is None else known[1])
        except ModelRefused as error:
            return replace(read, problem=str(error))

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
        self,
        call: str,
        *arguments: Any,
        report: Callable[[messages.Progress | messages.Picture], None] = lambda told: None,
    ) -> Any:
        async with self._one_at_a_time:
            if self._child is None:
                self._context = self._isolation.child()
                self._child = await self._context.__aenter__()
            return await self._child.call(call, arguments, self._folder, report)
