"""Frames of one screen are read in turn, those of different screens in parallel, started in the same order."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claude_scope.errors import ModelRefused
from claude_scope.values import Keyframe, Reading, Usage
from claude_scope.hosted.ask_frames import ask_all, local_only_summary, usage_summary

if TYPE_CHECKING:
    from claude_scope.hosted.ask_frames import LastAsked

READ = Reading(100, 100, (), (), "A page.")
SHARES = (1.0, 0.1, 0.9, 0.2, 1.0)
"""The second frame shows the screen of the first, the fourth that of the third; the last is of one of its own."""
FRAMES = [Keyframe(n, 0.5, "", Path(f"{n}.png"), changed_share=share) for n, share in enumerate(SHARES, 1)]


class Model:
    """Reads each frame when it is let; `begun` and `after` are the frames in order, and which one each waited for."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.asking: set[int] = set()
        self.after: dict[int, str] = {}
        self.free = {number: asyncio.Event() for number in range(1, len(FRAMES) + 1)}
        self.changed = asyncio.Condition()

    async def ask(self, number: int, keyframe: Keyframe, read: Reading, before: LastAsked | None) -> Reading:
        self.begun.append(number)
        self.after[number] = (await before[1]).description if before else ""
        async with self.changed:
            self.asking.add(number)
            self.changed.notify_all()
        await self.free[number].wait()
        self.asking.remove(number)
        return replace(read, description=f"frame {number}")

    async def until(self, asking: set[int]) -> None:
        async with asyncio.timeout(20), self.changed:
            await self.changed.wait_for(lambda: self.asking == asking)


async def test_only_frames_of_one_screen_wait_for_each_other() -> None:
    model, progress = Model(), list[int]()
    asked = asyncio.create_task(ask_all(FRAMES, [READ] * 5, model.ask, progress.append))
    await model.until({1, 3, 5})
    model.free[1].set()
    await model.until({2, 3, 5})
    for event in model.free.values():
        event.set()
    readings = await asked
    assert model.begun == [1, 2, 3, 4, 5]
    assert model.after == {1: "", 2: "frame 1", 3: "", 4: "frame 3", 5: ""}
    assert [reading.description for reading in readings] == [f"frame {n}" for n in range(1, 6)]
    assert progress == [1, 2, 3, 4, 5]


async def test_a_frame_without_local_reading_is_not_sent() -> None:
    """The one after it begins anew."""
    model = Model()
    for event in model.free.values():
        event.set()
    readings = await ask_all(FRAMES, [replace(READ, reader=""), *[READ] * 4], model.ask, lambda done: None)
    assert model.begun == [2, 3, 4, 5]
    assert model.after[2] == ""
    assert not readings[0].was_read


async def test_a_refusal_cancels_all_frames() -> None:
    ended: list[int] = []

    async def ask(number: int, keyframe: Keyframe, read: Reading, before: LastAsked | None) -> Reading:
        if number == 3:
            raise ModelRefused("The key is wrong.")
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(number)
        return read

    only_third = [replace(frame, changed_share=1.0) for frame in FRAMES]
    with pytest.raises(ModelRefused):
        async with asyncio.timeout(20):
            await ask_all(only_third, [READ] * 5, ask, lambda done: None)
    assert sorted(ended) == [1, 2, 4, 5]


def test_usage_and_failures_are_summarised_once() -> None:
    readings = [
        replace(READ, usage=Usage(1, 1_500, 300, 0.0125)),
        replace(READ, usage=Usage(2, 1_000, 0, 0.001), problem="It was too busy."),
        replace(READ, problem="It was too busy."),
        READ,
    ]
    told = "4 keyframes read; 3 calls of the model, 2,500 + 300 tokens, for about $0.014 by the prices of genai-prices "
    assert usage_summary(readings).startswith(told)
    assert local_only_summary(readings) == "2 of 4 keyframes were read by the local reader alone: It was too busy."
    assert local_only_summary([READ]) == ""
    assert "not known" in usage_summary([replace(READ, usage=Usage(1, 10, 10, None)), readings[0]])
