"""The stations of the pipeline, called in a child process: a hostile file can only end its own session."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from claude_scope.hosted.ask import ask_pair, ask_whole
from claude_scope.hosted.questions import shown_states, whole_question
from claude_scope.jobs.sandbox import messages
from claude_scope.jobs.sandbox.recording_length import MAX_MINUTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.hosted.calls.asker import Asker
    from claude_scope.hosted.question import PairContext
    from claude_scope.hosted.view import View
    from claude_scope.jobs.sandbox.sandbox import Sandbox
    from claude_scope.jobs.session.previews import Previews
    from claude_scope.pipeline import Progress, Request
    from claude_scope.values import (
        Capture,
        CoveredPicture,
        Keyframe,
        Keyframes,
        MaskPlan,
        PairAnswer,
        Reading,
        Rebuilt,
        Recording,
        Snapshot,
        Timeline,
        WholeAnswer,
    )


class IsolatedStations:
    """The stations of one session, in the child of its sandbox."""

    def __init__(
        self,
        sandbox: Sandbox,
        max_minutes: float = MAX_MINUTES,
        previews: Previews | None = None,
    ) -> None:
        """`max_minutes` is the account's limit for recordings."""
        self._sandbox = sandbox
        self._bounds = sandbox.limits.bounds(max_minutes)
        self._previews = previews

    async def probe(self, path: Path) -> Recording:
        """See pipeline.Stations."""
        found: Recording = await self._sandbox.call("probe", path, self._bounds)
        return found

    async def keyframes(
        self, recording: Recording, folder: Path | None, max_frames: int, progress: Progress
    ) -> Keyframes:
        """See pipeline.Stations; pictures are written into the sandbox, or not at all if `folder` is None."""
        shown: set[int] = set()  # an untrusted child may send a picture twice

        def report(message: messages.Progress | messages.Picture) -> None:
            if isinstance(message, messages.Progress):
                progress("keyframes", message.done, message.total)
            elif self._previews is not None and message.timestamp_ms not in shown and len(shown) < max_frames:
                shown.add(message.timestamp_ms)
                self._previews.add(message)

        async with self._previews or nullcontext():
            frames = self._sandbox.folder / "frames" if folder else None
            found: Keyframes = await self._sandbox.call(
                "keyframes", recording, frames, max_frames, self._bounds, report=report
            )
        return found

    async def read(
        self, keyframe: Keyframe, before: tuple[Keyframe, Reading] | None, following: Keyframe | None = None
    ) -> Reading:
        """See pipeline.Stations; uses the local reader."""
        found: Reading = await self._sandbox.call("read", keyframe, before, following)
        return found

    async def ask(self, asker: Asker, before: Keyframe, after: Keyframe, context: PairContext) -> PairAnswer:
        """See pipeline.Stations."""
        views: tuple[View, ...] = await self._sandbox.call("views", before, after)
        return await ask_pair(asker, context, views)

    async def ask_whole(
        self, asker: Asker, timeline: Timeline, answers: Sequence[PairAnswer], title: str, notes: str
    ) -> WholeAnswer:
        """See pipeline.Stations."""
        states = shown_states(timeline)
        frames = tuple(timeline.moments[number - 1].keyframe for number in states)
        view: View = await self._sandbox.call("overview", frames, tuple(states))
        return await ask_whole(asker, whole_question(timeline, answers, title, notes, view), len(timeline.moments))

    async def timeline(
        self, keyframes: Keyframes, readings: Sequence[Reading], snapshots: Sequence[Snapshot], request: Request
    ) -> Timeline:
        """See pipeline.Stations."""
        found: Timeline = await self._sandbox.call(
            "timeline", keyframes, tuple(readings), tuple(snapshots), request.title, request.notes
        )
        return found

    async def capture(self, path: Path, folder: Path) -> Capture:
        """See pipeline.Stations; the files are written into the sandbox."""
        found: Capture = await self._sandbox.call("capture", path, self._sandbox.folder / folder.name, self._bounds)
        return found

    async def pictures(
        self, recording: Recording, folder: Path, times_ms: Sequence[int], progress: Progress
    ) -> Keyframes:
        """See pipeline.Stations; pictures are written into the sandbox."""

        def report(message: messages.Progress | messages.Picture) -> None:
            if isinstance(message, messages.Progress):
                progress("pictures", message.done, message.total)

        frames = self._sandbox.folder / "states"
        found: Keyframes = await self._sandbox.call(
            "pictures", recording, frames, tuple(times_ms), self._bounds, report=report
        )
        return found

    async def captured_timeline(
        self, capture: Capture, rebuilt: Rebuilt, pictures: Keyframes, pixels: Keyframes, request: Request
    ) -> Timeline:
        """See pipeline.Stations."""
        found: Timeline = await self._sandbox.call(
            "captured_timeline",
            capture,
            rebuilt,
            pictures,
            pixels,
            request.notes,
        )
        return found

    async def mask(self, plan: MaskPlan, folder: Path) -> tuple[CoveredPicture, ...]:
        """See pipeline.Stations."""
        covered: tuple[CoveredPicture, ...] = await self._sandbox.call("mask", plan, folder)
        return covered

    async def thumbnails(self, keyframes: Keyframes) -> tuple[Path, ...]:
        """Make a small JPEG of each keyframe, in their order."""
        found: tuple[Path, ...] = await self._sandbox.call("thumbnails", keyframes)
        return found
