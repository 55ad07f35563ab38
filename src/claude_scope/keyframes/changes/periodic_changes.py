"""Finds tiles that change at regular times by themselves: clocks, countdowns, slow carousels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.keyframes.changes.animation import dilated

if TYPE_CHECKING:
    from claude_scope.keyframes.changes.animation import Which
    from claude_scope.keyframes.changes.tiles import Grid, Ids

BURST_MS = 300
"""Changes that follow each other within this time are one tick: a slide takes half a second to come in."""

SLIDE_MS = 1000
"""A slide takes less time to come in. Its content reaches a tile at another moment each time, so the tick is the moment
when the screen began to change."""

TICKS = 5
"""At least this many changes at regular times are not a coincidence."""

MIN_PERIOD_MS, MAX_PERIOD_MS = 400, 10_000
"""Shortest and longest time between two ticks: faster changes are an animation, and most recordings are too short to be
sure of slower ones."""

ROUND_MS = 500
"""Periods are multiples of this: developers write `setInterval(tick, 1000)`, while regular clicks have any period."""

MAX_DELAY_MS = 200
"""A slow recorder delays a tick by at most this time."""

USUALLY_OFF_MS = 80
"""Ticks are off by at most this on average: on a busy machine, a clock was 40 ms off; most clicks are farther off."""

MISSED = 3
"""At most this many ticks in a row may be lost: recorders drop frames, and a carousel may show equal colours in one
place."""

_NEVER = -(10**9)


class TickDetector:
    """Tracks whether each tile changes at regular times; a change between two ticks does not matter."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._changed = np.full(grid.size, _NEVER)
        self._first = np.full(grid.size, _NEVER)
        self._tick = np.full(grid.size, _NEVER)
        self._period = np.zeros(grid.size, np.int64)
        self._phase = np.zeros(grid.size)
        self._off = np.zeros(grid.size)
        self._seen = np.zeros(grid.size, np.int64)
        self._start = np.full(grid.size, _NEVER)
        self._end = np.full(grid.size, _NEVER)
        self.latest_ms = _NEVER
        self._burst_ms = self._noted_ms = _NEVER

    def note(self, time_ms: int, changed: Ids, near_pointer: Which, *, is_quiet: bool) -> Ids:
        """Record the tiles that changed, and which of them are near the pointer; returns the tiles that may have
        ticked.

        Changes near the pointer may be clicks, however regular, unless the tile was a clock before the pointer came.
        `is_quiet` says that only running animation changed, which neither begins nor ends a tick.
        """
        if not len(changed):
            return changed
        changed = changed[~near_pointer | self._is_sure(changed)]
        if not is_quiet:
            if time_ms - self._noted_ms > BURST_MS or time_ms - self._burst_ms > SLIDE_MS:
                self._burst_ms = time_ms
            self._noted_ms = time_ms
        is_fresh = self._changed[changed] < self._burst_ms
        fresh, going_on = changed[is_fresh], changed[~is_fresh]
        self._changed[changed] = time_ms
        on_time = self._count(time_ms, fresh)
        regular = on_time[self._is_sure(on_time)]
        if len(regular):
            self._start[regular], self._end[regular] = self._first[regular], time_ms
            self.latest_ms = time_ms
        return np.concatenate([on_time, going_on[time_ms - self._tick[going_on] <= SLIDE_MS]])

    def _is_sure(self, ids: Ids) -> Which:
        """Whether each tile ticked often and regularly enough; (n,)."""
        seen = self._seen[ids]
        sure: Which = (seen >= TICKS) & (self._off[ids] <= USUALLY_OFF_MS * seen)
        return sure

    def _count(self, time_ms: int, ids: Ids) -> Ids:
        """Count ticks that come when expected, and start again for tiles without a rhythm; returns all these tiles."""
        if not len(ids):
            return ids
        passed = time_ms - self._tick[ids]
        second = (self._seen[ids] == 1) & (passed >= MIN_PERIOD_MS) & (passed <= MAX_PERIOD_MS)
        self._period[ids[second]] = ROUND_MS * np.rint(passed[second] / ROUND_MS)
        period = np.maximum(1, self._period[ids])
        expected = self._phase[ids] + period * np.rint((time_ms - self._phase[ids]) / period)
        off = time_ms - expected
        off = np.where(np.abs(self._burst_ms - expected) < np.abs(off), self._burst_ms - expected, off)
        right = (self._seen[ids] > 0) & (self._period[ids] > 0) & (np.abs(off) <= MAX_DELAY_MS)
        right &= (passed >= MIN_PERIOD_MS) & (passed <= (MISSED + 0.5) * period)
        anew = ~right & ((self._seen[ids] < TICKS) | (passed > MISSED * period))
        self._begin(time_ms, ids[anew])
        ticked = ids[right]
        self._seen[ticked] += 1
        self._off[ticked] += np.abs(off[right])
        self._phase[ticked] = expected[right] + off[right] / np.minimum(self._seen[ticked], 8)
        self._tick[ticked] = time_ms
        return np.concatenate([ticked, ids[anew]])

    def _begin(self, time_ms: int, ids: Ids) -> None:
        self._first[ids] = self._tick[ids] = self._phase[ids] = time_ms
        self._seen[ids], self._off[ids], self._period[ids] = 1, 0, 0

    def explained(self, time_ms: int, ticked: Ids) -> Which | None:
        """The mask of the tiles that ticked at a time, and of their neighbours; None if there are none."""
        if time_ms > self.latest_ms + SLIDE_MS or not len(ticked):
            return None
        sure = ticked[(self._start[ticked] <= time_ms) & (time_ms <= self._end[ticked] + SLIDE_MS)]
        return dilated(self._grid, sure) if len(sure) else None

    def at(self, time_ms: int) -> Which:
        """The mask of the tiles that tick around a time, as known now, and of their neighbours."""
        ids = np.flatnonzero((self._start <= time_ms) & (time_ms <= self._end + BURST_MS))
        return dilated(self._grid, ids)
