"""What changes from sample to sample, and which tiles change all the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from claude_scope.keyframes.blobs import STEP, gap
from claude_scope.keyframes.residue import Patch, patches, small_groups
from claude_scope.keyframes.tiles import BATCH, pixels_in

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

    from claude_scope.keyframes.picture import Luma
    from claude_scope.keyframes.pointer import Pointer, Spot
    from claude_scope.keyframes.tiles import Grid, Ids, Tiles

LOOK_AHEAD_MS = 2600
"""How much of the future is known when a sample is judged: five half seconds, by which endless animation shows."""

RUN_GAP_MS = 750
"""A tile that changes at least this often is in one run of changes."""

BUSY_MS = 2000
"""A run this long is an animation, not a transition."""

BUSY_CHANGES = 5

LARGE_SHARE = 0.15
"""More of the frame than this is content that loads rather than a spinner, until it ran for `LARGE_BUSY_MS`."""

LARGE_BUSY_MS = 6000

_PASSING_CHANGES = 4
"""A pointer is over a tile and gone; a tile that changes more often than this in a row is an animation."""

_MANY = 512
"""Tiles: when so many change, a pointer among them does not matter."""

_PIXELS_TO_CHANGE = 3
"""One or two pixels are noise; a caret is sixteen."""


class Held(NamedTuple):
    """A frame that is kept for a while, and its luma."""

    time_ms: int
    frame: VideoFrame
    luma: Luma


@dataclass(slots=True, eq=False)
class Sample:
    """What one frame changed: all tiles, and of these the small groups as patches and the large ones as numbers.

    `held` is the frame itself while it may still be needed: a window full of frames costs more than the comparisons,
    since decoding then writes to memory that is in no cache. `is_quiet` tells that nothing but pointer, caret and
    running animation was seen in it as it came, `is_explained` that no animation was needed to say so, and `spot` where
    the pointer went with it.
    """

    time_ms: int
    active: Ids
    patches: list[Patch]
    large: Ids
    held: Held | None
    is_quiet: bool = False
    is_explained: bool = False
    spot: Spot | None = None


class Activity:
    """Compares each sample with what every tile showed when it last changed, so that slow fades add up."""

    def __init__(self, grid: Grid, pointer: Pointer) -> None:
        self._grid = grid
        self._pointer = pointer
        self._reference: Tiles | None = None
        self._before: Luma | None = None
        self.busy = Busy(grid)

    def sample(self, time_ms: int, frame: VideoFrame, luma: Luma) -> Sample:
        """Take the next frame in."""
        active = self._changes(luma)
        self.busy.note(time_ms, active)
        small: list[Ids] = []
        large = active
        cut: list[Patch] = []
        if self._before is not None and len(active) <= _MANY:
            small, large = small_groups(self._grid, active)
            cut = patches(self._before, luma, small, self._grid, copy=True)
            self._pointer.learn([patch for patch in cut if self._is_passing(patch.ids)])
        self._before = luma
        return Sample(time_ms, active, cut, large, Held(time_ms, frame, luma))

    def _is_passing(self, ids: Ids) -> bool:
        return bool(self.busy.changes(ids).min() <= _PASSING_CHANGES)

    def _changes(self, luma: Luma) -> Ids:
        if self._reference is None or self._before is None:
            everything = np.arange(self._grid.size)
            self._reference = self._grid.cut(luma, everything)
            return everything
        ids = self._grid.differing(self._before, luma)
        batches = (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
        changed = [self._changed_in(luma, self._reference, batch) for batch in batches]
        return np.concatenate(changed) if changed else ids

    def _changed_in(self, luma: Luma, reference: Tiles, ids: Ids) -> Ids:
        tiles = self._grid.cut(luma, ids)
        moved = pixels_in(gap(tiles, reference[ids]) >= STEP)
        active: Ids = ids[moved >= _PIXELS_TO_CHANGE]
        reference[active] = tiles[moved >= _PIXELS_TO_CHANGE]
        return active


class Busy:
    """Remembers for every tile its latest runs of changes, and tells which of them are animation."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        never = -(10**9)
        self._start = np.full(grid.size, never)
        self._last = np.full(grid.size, never)
        self._count = np.zeros(grid.size, np.int64)
        self._long_start = np.full(grid.size, never)
        self._long_end = np.full(grid.size, never)
        self._latest_ms = never

    def note(self, time_ms: int, active: Ids) -> None:
        """Tiles that changed at this time; times go forward."""
        fresh = time_ms - self._last[active] > RUN_GAP_MS
        self._start[active[fresh]] = time_ms
        self._count[active[fresh]] = 0
        self._last[active] = time_ms
        self._count[active] += 1
        long = active[(time_ms - self._start[active] >= BUSY_MS) & (self._count[active] >= BUSY_CHANGES)]
        self._long_start[long] = self._start[long]
        self._long_end[long] = time_ms
        if len(long):
            self._latest_ms = time_ms

    def changes(self, ids: Ids) -> npt.NDArray[np.int64]:
        """How often each of the given tiles changed in its latest run; (n,)."""
        counts: npt.NDArray[np.int64] = self._count[ids]
        return counts

    def at(self, time_ms: int) -> npt.NDArray[np.bool_] | None:
        """Which tiles are in an animation at a time, up to `LOOK_AHEAD_MS` before the latest one noted; (tiles,).

        None where none is.
        """
        if time_ms > self._latest_ms + RUN_GAP_MS:
            return None
        busy = (self._long_start <= time_ms) & (time_ms <= self._long_end + RUN_GAP_MS)
        if np.count_nonzero(busy) > LARGE_SHARE * self._grid.size:
            busy &= time_ms - self._long_start > LARGE_BUSY_MS
        return self._widened(busy) if busy.any() else None

    def _widened(self, busy: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """With the tiles around: an animation's edge crosses some of them only now and then."""
        grid = busy.reshape(self._grid.rows, self._grid.columns)
        tall = grid.copy()
        tall[1:] |= grid[:-1]
        tall[:-1] |= grid[1:]
        wide = tall.copy()
        wide[:, 1:] |= tall[:, :-1]
        wide[:, :-1] |= tall[:, 1:]
        return wide.reshape(-1)
