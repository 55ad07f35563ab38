"""Ask a model about all frames of a session: different screens in parallel, frames of one screen in turn."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from claude_scope.values import Usage
from claude_scope.hosted.calls.spending import prices

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from claude_scope.values import Keyframe, Reading

    LastAsked = tuple[Keyframe, Awaitable[Reading]]
    """The keyframe before, and the model's reading of it once that is there."""
    Ask = Callable[[int, Keyframe, Reading, LastAsked | None], Awaitable[Reading]]

T = TypeVar("T")

MAX_CHANGED_SHARE = 0.5
"""Up to this changed share a keyframe shows the same screen as the one before, so its labels have to stay."""


async def ask_all(
    keyframes: Sequence[Keyframe], readings: Sequence[Reading], ask: Ask, progress: Callable[[int], None]
) -> list[Reading]:
    """The model's reading of each keyframe that was read locally, in their order; errors of `ask` cancel all.

    `ask(number, keyframe, reading, before)` is called for all of them in order before any has ended, since the steps of
    a durable run have to begin in the same order each time; it awaits `before` itself.
    """
    tasks: list[asyncio.Future[Reading]] = []
    last: LastAsked | None = None
    for number, (keyframe, read) in enumerate(zip(keyframes, readings, strict=True), 1):
        before = last if keyframe.changed_share <= MAX_CHANGED_SHARE else None
        reading = ask(number, keyframe, read, before) if read.was_read else _same(read)
        tasks.append(asyncio.ensure_future(reading))
        last = (keyframe, tasks[-1]) if read.was_read else None
    try:
        for done, ended in enumerate(asyncio.as_completed(tasks), 1):
            await ended
            progress(done)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [task.result() for task in tasks]


async def read_before(before: LastAsked | None, name: str) -> tuple[Keyframe, Reading] | None:
    """The keyframe before, if the model of this name has read it; other readings are no context."""
    if before is None:
        return None
    keyframe, reading = before[0], await before[1]
    return (keyframe, reading) if reading.reader == name else None


async def _same(value: T) -> T:
    return value


def local_only_summary(readings: Sequence[Reading]) -> str:
    """How many frames the model did not read, and why; empty if it read all that could be read."""
    problems = [reading.problem for reading in readings if reading.problem]
    if not problems:
        return ""
    return f"{len(problems)} of {len(readings)} keyframes were read by the local reader alone: {problems[0]}"


def usage_summary(readings: Sequence[Reading], thing: str = "keyframe") -> str:
    """Number of keyframes read, and the calls, tokens and cost of the model."""
    used = sum((reading.usage for reading in readings if reading.usage is not None), Usage())
    cost = "at a cost that is not known" if used.cost_usd is None else f"for about ${used.cost_usd:.3f} by {prices()}"
    calls = f"{used.calls} call{'' if used.calls == 1 else 's'} of the model"
    tokens = f"{used.input_tokens:,} + {used.output_tokens:,} tokens"
    read = sum(reading.was_read for reading in readings)
    return f"{read} {thing}{'' if read == 1 else 's'} read; {calls}, {tokens}, {cost}"
