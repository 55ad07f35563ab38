"""The stations in threads of this process, with any reader: tests and benchmarks need no child."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope import pictures
from claude_scope.capture.container import video_of
from claude_scope.capture.read import read_capture
from claude_scope.hosted.ask import ask_pair, ask_whole
from claude_scope.hosted.pair_pictures import overview, pair_pictures
from claude_scope.hosted.questions import shown_states, whole_question
from claude_scope.intake.probe import probe
from claude_scope.keyframes.at_times import frames_at
from claude_scope.keyframes.select import find_keyframes
from claude_scope.masking.cover import cover_pictures
from claude_scope.masking.letter_boxes import PixelReader
from claude_scope.timeline.build import build_timeline
from claude_scope.vision.reader import PreviousFrame

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claude_scope.hosted.calls.asker import Asker
    from claude_scope.hosted.question import PairContext
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
    from tests.vision.reader import Reader


class InProcess:
    """See pipeline.Stations."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._recent = pictures.PictureCache()

    async def probe(self, path: Path) -> Recording:
        return await asyncio.to_thread(probe, path)

    async def keyframes(self, recording: Recording, folder: Path, max_frames: int, progress: Progress) -> Keyframes:
        def report(done_ms: int, total_ms: int | None) -> None:
            progress("keyframes", done_ms, total_ms)

        return await asyncio.to_thread(find_keyframes, recording, folder, max_frames=max_frames, progress=report)

    async def read(
        self, keyframe: Keyframe, before: tuple[Keyframe, Reading] | None, following: Keyframe | None = None
    ) -> Reading:
        last = None if before is None else PreviousFrame(self._recent.load(before[0].path, before[0].bare), before[1])
        return await self._reader.read(self._recent.load(keyframe.path, keyframe.bare), last)

    async def capture(self, path: Path, folder: Path) -> Capture:
        found = await asyncio.to_thread(read_capture, path, folder)
        video = video_of(folder)
        return found if video is None else replace(found, recording=await self.probe(video))

    async def pictures(
        self, recording: Recording, folder: Path, times_ms: Sequence[int], progress: Progress
    ) -> Keyframes:
        return await asyncio.to_thread(frames_at, recording, times_ms, folder)

    async def captured_timeline(
        self, capture: Capture, rebuilt: Rebuilt, pictures: Keyframes, pixels: Keyframes, request: Request
    ) -> Timeline:
        raise NotImplementedError("Captures are analysed in a child.")

    async def ask(self, asker: Asker, before: Keyframe, after: Keyframe, context: PairContext) -> PairAnswer:
        views = await asyncio.to_thread(pair_pictures, before, after)
        return await ask_pair(asker, context, views)

    async def ask_whole(
        self, asker: Asker, timeline: Timeline, answers: Sequence[PairAnswer], title: str, notes: str
    ) -> WholeAnswer:
        states = shown_states(timeline)
        frames = [(number, timeline.moments[number - 1].keyframe.path) for number in states]
        view = await asyncio.to_thread(overview, frames)
        question = whole_question(timeline, answers, title, notes, view)
        return await ask_whole(asker, question, len(timeline.moments))

    async def timeline(
        self, keyframes: Keyframes, readings: Sequence[Reading], snapshots: Sequence[Snapshot], request: Request
    ) -> Timeline:
        return await asyncio.to_thread(
            build_timeline,
            keyframes.frames,
            readings,
            snapshots,
            title=request.title,
            notes=request.notes,
        )

    async def mask(self, plan: MaskPlan, folder: Path) -> tuple[CoveredPicture, ...]:
        reader = self._reader if isinstance(self._reader, PixelReader) else None
        return await asyncio.to_thread(cover_pictures, plan, folder, reader)
