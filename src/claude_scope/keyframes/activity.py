"""What changes from sample to sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.keyframes.blobs import STEP, gap
from claude_scope.keyframes.busy import Busy
from claude_scope.keyframes.residue import Patch, patches, small_groups
from claude_scope.keyframes.tiles import BATCH, pixels_in

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

    from claude_scope.keyframes.picture import Luma
    from claude_scope.keyframes.pointer import Pointer, Spot
    from claude_scope.keyframes.tiles import Grid, Ids, Tiles

LOOK_AHEAD_MS = 2600
"""How much of the future is known when a sample is judged: five half seconds, by which endless animation shows."""

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
    since decoding then writes to memory that is in no cache. `unexplained` are the tiles in which more than pointer and
    caret changed, `is_quiet` tells that nothing but running animation did, and `spot` is where the pointer went.
    """

    time_ms: int
    active: Ids
    patches: list[Patch]
    large: Ids
    held: Held | None
    unexplained: Ids
    is_quiet: bool = False
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
        small: list[Ids] = []
        large = active
        cut: list[Patch] = []
        if self._before is not None and len(active) <= _MANY:
            small, large = small_groups(self._grid, active)
            cut = patches(self._before, luma, small, self._grid, copy=True)
            self._pointer.learn([patch for patch in cut if self._is_passing(patch.ids)])
        self._before = luma
        return Sample(time_ms, active, cut, large, Held(time_ms, frame, luma), active)

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
