"""Finds tiles that change all the time: spinners, carousels, videos, scrolling charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from claude_scope.keyframes.changes.tiles import Grid, Ids

RUN_GAP_MS = 900
"""Changes at most this far apart form one run; ticks of a clock are further apart."""

TILE_GAP_MS = 2400
"""The same for one tile of an animation, which the next wave may reach two seconds later."""

BUSY_MS = 2000
"""A run this long is an animation, not a transition."""

TILE_CHANGES = 3
TILE_EVERY_MS = 700
"""A tile of an animation changes at least `TILE_CHANGES` times, and on average this often. The text of a button next to
a spinner changes less: on hover, when it is pressed, and when the work is done."""

DILATION_TILES = 2
"""An animation moves by fewer tiles than this between two samples."""

LARGE_SHARE = 0.15
"""Motion in a larger share of the frame is loading content, not a spinner, until it has lasted for `LARGE_BUSY_MS`."""

LARGE_BUSY_MS = 6000

MIN_LASTING_MS = 1000
"""Motion that lasted for less when the screen left a state may belong to the next state."""

_NEVER = -(10**9)

Which = npt.NDArray[np.bool_]
"""A mask of tiles, shape (tiles,)."""


class ChangeRuns:
    """The latest run of changes of each tile; changes more than `gap_ms` apart start a new run."""

    def __init__(self, size: int, gap_ms: int) -> None:
        self._gap_ms = gap_ms
        self.start = np.full(size, _NEVER)
        self.last = np.full(size, _NEVER)
        self.count = np.zeros(size, np.int64)

    def note(self, time_ms: int, ids: Ids) -> None:
        """Record the tiles that changed at this time; times must increase."""
        fresh = ids[time_ms - self.last[ids] > self._gap_ms]
        self.start[fresh] = time_ms
        self.count[fresh] = 0
        self.last[ids] = time_ms
        self.count[ids] += 1


class AnimationDetector:
    """Detects tiles that are part of an animation.

    An animation is an area of 5 x 5 tiles with constant changes, and its tiles are those in the area that change
    repeatedly. Tiles that are only next to a spinner are not part of it.
    """

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._places = ChangeRuns(grid.size, RUN_GAP_MS)
        self._tiles = ChangeRuns(grid.size, TILE_GAP_MS)
        self._start = np.full(grid.size, _NEVER)
        self._end = np.full(grid.size, _NEVER)
        self._latest_ms = self._now_ms = _NEVER

    def note(self, time_ms: int, changed: Ids) -> None:
        """Record the tiles that changed at this time; times must increase."""
        self._now_ms = time_ms
        if not len(changed):
            return
        near = np.flatnonzero(dilated(self._grid, changed))
        self._places.note(time_ms, near)
        self._tiles.note(time_ms, changed)
        long = near[time_ms - self._places.start[near] >= BUSY_MS]
        self._extend(time_ms, long[time_ms - self._tiles.last[long] <= TILE_GAP_MS])

    def _extend(self, time_ms: int, ids: Ids) -> None:
        """Mark the tiles that take part in a long run; they stay marked until the run ends."""
        if not len(ids):
            return
        count, start = self._tiles.count[ids], self._tiles.start[ids]
        often = (count >= TILE_CHANGES) & (count >= (self._tiles.last[ids] - start) / TILE_EVERY_MS)
        was = self._end[ids] >= self._places.start[ids]
        fresh = ids[often & ~was]
        self._start[fresh] = np.maximum(self._places.start[fresh], self._tiles.start[fresh])
        self._end[ids[often | was]] = time_ms
        self._latest_ms = time_ms if (often | was).any() else self._latest_ms

    def changes(self, ids: Ids) -> npt.NDArray[np.int64]:
        """The number of changes of each given tile in its latest run; (n,)."""
        counts: npt.NDArray[np.int64] = self._tiles.count[ids]
        return counts

    def began_after(self, time_ms: int, ids: Ids) -> Which:
        """Whether the latest animation of each given tile began after a time; (n,)."""
        after: Which = self._start[ids] > time_ms
        return after

    def at(self, time_ms: int) -> Which | None:
        """Whether each tile continues to change after a time; None if no tile does.

        The time is up to `LOOK_AHEAD_MS` before the latest recorded one. The last change of an animation is not part of
        it, since it shows a new state. An animation that may continue after the latest recorded time has no last change
        yet.
        """
        if time_ms > self._latest_ms:
            return None
        goes_on = (time_ms < self._end) | (self._end >= self._now_ms - RUN_GAP_MS)
        busy = self._not_loading(time_ms, (self._start <= time_ms) & goes_on)
        return None if busy is None else self._widened(busy)

    def running(self, time_ms: int) -> Which | None:
        """Whether each tile was changing until just before a time that is not recorded yet; None if no tile was."""
        if time_ms > self._latest_ms + TILE_GAP_MS:
            return None
        return self._not_loading(time_ms, time_ms <= self._end + TILE_GAP_MS)

    def _widened(self, busy: Which) -> Which:
        """Add the tiles next to an animation, which its edge crosses only now and then."""
        grid = busy.reshape(self._grid.rows, self._grid.columns)
        wide = grid.copy()
        wide[1:] |= grid[:-1]
        wide[:-1] |= grid[1:]
        wide[:, 1:] |= grid[:, :-1]
        wide[:, :-1] |= grid[:, 1:]
        return wide.reshape(-1)

    def lasting(self, since_ms: int, until_ms: int) -> Ids:
        """The tiles that changed throughout a recent period; none if they are too many."""
        half = (since_ms + until_ms) // 2
        begun, on = max(half, until_ms - MIN_LASTING_MS), max(half, until_ms - RUN_GAP_MS)
        ids = np.flatnonzero((self._start <= begun) & (self._end >= on))
        return ids if len(ids) <= LARGE_SHARE * self._grid.size else ids[:0]

    def _not_loading(self, time_ms: int, busy: Which) -> Which | None:
        if np.count_nonzero(busy) > LARGE_SHARE * self._grid.size:
            busy &= time_ms - self._start > LARGE_BUSY_MS
        return busy if busy.any() else None


def dilated(grid: Grid, ids: Ids) -> Which:
    """The mask of the given tiles and those within `DILATION_TILES` of them."""
    wide = np.zeros((grid.rows + 2 * DILATION_TILES, grid.columns + 2 * DILATION_TILES), bool)
    rows, columns = np.divmod(ids, grid.columns)
    for shift in range(2 * DILATION_TILES + 1):
        wide[rows + DILATION_TILES, columns + shift] = True
    tall = wide[: grid.rows].copy()
    for shift in range(1, 2 * DILATION_TILES + 1):
        tall |= wide[shift : shift + grid.rows]
    return tall[:, DILATION_TILES:-DILATION_TILES].reshape(-1)
