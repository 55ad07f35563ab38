"""Chooses the times at which the page is rebuilt: before and after each act, and whenever the DOM came to rest.

A state begins with an act, or with a change of the DOM after a pause. The page is rebuilt just before the next state.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.values import Instant

if TYPE_CHECKING:
    from collections.abc import Sequence

PAUSE_MS = 100.0
"""Minimum pause of the DOM that ends a state: no state that lasted this long is missed."""
MAX_CHURN_MS = 1_000.0
"""The longest state of a DOM that changes without a pause."""
LEAST_INSTANTS, INSTANTS_A_SECOND = 40, 1.5
"""Maximum number of states: a base, and an addition per second. Rebuilding a state takes 30 to 50 ms. If there are more
states, only longer pauses of the DOM end a state.
"""
LATE_MS = 40.0
"""The DOM event of the last letter comes at most this long after the act."""
LOOK_MS = 500.0
"""The time by which a change is painted and most animations have ended."""
_EPSILON_MS = 0.5


@dataclass(frozen=True, slots=True)
class Tick:
    """A change of the DOM, or an act (`is_act`), that may begin a state; times count from the start of the video."""

    time_ms: float
    document: str
    is_act: bool = False
    begins_document: bool = False
    until_ms: float = 0.0
    """The end of an act that takes time; changes until then, such as typed letters, belong to one state."""


def state_times(
    ticks: Sequence[Tick], end_ms: float, moving_ms: Sequence[tuple[float, float]] = ()
) -> tuple[Instant, ...]:
    """The instants in time order; `end_ms` is the end of the recording, `moving_ms` are the spans of pointer moves."""
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
    return tuple(_instant(start, end, changes, moving_ms) for start, end in zip(starts, ends, strict=True))


def _instant(
    start: Tick, end_ms: float, changes_ms: Sequence[float], moving_ms: Sequence[tuple[float, float]]
) -> Instant:
    """The instant of the state from `start` to `end_ms`; `changes_ms` are the times of all changes of the DOM."""
    first, after = bisect_left(changes_ms, start.time_ms), bisect_left(changes_ms, end_ms)
    time_ms = max(start.time_ms, end_ms - _EPSILON_MS)
    at = bisect_right(moving_ms, (end_ms, float("inf"))) - 1
    left_ms = moving_ms[at][0] if at >= 0 and moving_ms[at][1] >= end_ms else time_ms
    settled_ms = max(start.time_ms, start.until_ms) + LOOK_MS
    picture_ms = left_ms if settled_ms <= left_ms < time_ms else None
    return Instant(start.time_ms, time_ms, start.document, after - first, picture_ms)


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
