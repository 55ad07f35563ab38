"""Chooses the times at which the page is rebuilt: before and after each act, and whenever the DOM came to rest.

A state begins with an act, or with a change of the DOM after a pause. It is looked at just before the next one begins.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.values import Instant

if TYPE_CHECKING:
    from collections.abc import Sequence

PAUSE_MS = 100.0
"""States that lasted this long must not be missed."""
MAX_CHURN_MS = 1_000.0
"""A DOM that changes without a pause is looked at this often."""
LEAST_INSTANTS, INSTANTS_A_SECOND = 40, 1.5
"""A rebuilt state costs 30 to 50 ms; where there are more changes, only longer pauses count."""
LATE_MS = 40.0
"""The DOM event of the last letter comes after the letter."""
_EPSILON_MS = 0.5


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that may begin a state: a change of the DOM, or an act (`is_act`), from the start of the video."""

    time_ms: float
    document: str
    is_act: bool = False
    begins_document: bool = False
    until_ms: float = 0.0
    """The end of an act that takes time: what changes meanwhile is of one state, as the letters that are typed."""


def state_times(ticks: Sequence[Tick], end_ms: float) -> tuple[Instant, ...]:
    """The instants, in time order; `end_ms` is the end of the recording."""
    ordered = sorted(ticks, key=lambda tick: tick.time_ms)
    most = LEAST_INSTANTS + INSTANTS_A_SECOND * max(0.0, end_ms) / 1000
    pause, churn = PAUSE_MS, MAX_CHURN_MS
    while True:
        starts = _starts(ordered, pause, churn)
        if len(starts) <= most or pause > end_ms:
            break
        pause, churn = 2 * pause, 2 * churn
    ends = [start.time_ms for start in starts[1:]] + [max(end_ms, starts[-1].time_ms + 1)] if starts else []
    changes = [tick.time_ms for tick in ordered if not tick.is_act]
    return tuple(
        Instant(
            start.time_ms,
            max(start.time_ms, end - _EPSILON_MS),
            start.document,
            bisect_left(changes, end) - bisect_left(changes, start.time_ms),
        )
        for start, end in zip(starts, ends, strict=True)
    )


def _starts(ticks: Sequence[Tick], pause_ms: float, churn_ms: float) -> list[Tick]:
    """The ticks that begin a state."""
    starts: list[Tick] = []
    last_ms = busy_ms = float("-inf")
    for tick in ticks:
        since = max(starts[-1].time_ms, busy_ms) if starts else float("-inf")
        is_new = tick.time_ms - last_ms > pause_ms or tick.time_ms - since > churn_ms
        if tick.is_act or tick.begins_document or (is_new and tick.time_ms > busy_ms):
            starts.append(tick)
        last_ms = tick.time_ms
        if tick.is_act:
            busy_ms = max(busy_ms, tick.until_ms + LATE_MS)
    return starts
