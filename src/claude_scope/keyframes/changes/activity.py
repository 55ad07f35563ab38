"""Compares each sample with the content of every tile after its last change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.keyframes.changes.blobs import STEP, Patch, absolute_difference, bounding_box
from claude_scope.keyframes.changes.residue import cut_patches, small_groups
from claude_scope.keyframes.changes.tiles import BATCH, TILE, pixels_in

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

    from claude_scope.keyframes.changes.animation import AnimationDetector
    from claude_scope.keyframes.changes.blobs import Mask
    from claude_scope.keyframes.changes.tiles import Grid, Ids, Luma, Tiles
    from claude_scope.keyframes.pointer.pointer_detection import PointerDetector
    from claude_scope.keyframes.pointer.pointer_sprite import SpritePosition

LOOK_AHEAD_MS = 2600
"""A sample is judged once this much of what follows is known: in five half seconds, endless animation shows itself."""

_PASSING_CHANGES = 4
"""A tile with more changes in a row belongs to an animation; a pointer that passes over it changes it less often."""

_MAX_MOVED_TILES = 1024
"""If more tiles change at once, a pointer among them does not matter, and motion is not tracked."""

_FORGET_AFTER_MS = 2400
"""After this time without a change, motion in a tile is attributed to a new object."""

_PIXELS_TO_CHANGE = 3
"""A tile changes if at least this many of its pixels do: one or two are noise, a caret has sixteen."""


class PendingFrame(NamedTuple):
    """A frame that stays in memory until its state is decided, and its luma."""

    time_ms: int
    frame: VideoFrame
    luma: Luma


@dataclass(slots=True, eq=False)
class Sample:
    """The changes of one frame: all changed tiles, their small groups as patches, and the tiles of their large groups.

    `held` is the frame itself while it may still be needed: a window full of frames costs more than the comparisons,
    since decoding then writes to memory that is in no cache. `unexplained` are the tiles in which more than the pointer
    and carets changed, `ticked` those of them that may change at regular times. `is_quiet` says that nothing but
    running animation changed. `spot` is the new position of the pointer. `basis` is what was known of the pointer when
    all this was determined; it is None if an animation was running.
    """

    time_ms: int
    active: Ids
    patches: list[Patch]
    large: Ids
    held: PendingFrame | None
    unexplained: Ids
    ticked: Ids
    is_quiet: bool = False
    spot: SpritePosition | None = None
    basis: tuple[int, SpritePosition | None] | None = None


class Activity:
    """Compares each sample with the content of every tile after its last change, so that slow fades add up."""

    def __init__(self, grid: Grid, pointer: PointerDetector, busy: AnimationDetector) -> None:
        self._grid = grid
        self._pointer = pointer
        self._reference: Tiles | None = None
        self._before: Luma | None = None
        self._busy = busy
        self._moved = np.zeros((grid.size, TILE, TILE), bool)
        self._moved_ms = np.full(grid.size, -(10**9))
        self._remembers = True

    def sample(self, time_ms: int, frame: VideoFrame, luma: Luma) -> Sample:
        """Process the next frame."""
        active = self._changes(time_ms, luma)
        small: list[Ids] = []
        large = active
        cut: list[Patch] = []
        if self._before is not None and len(active) <= _MAX_MOVED_TILES:
            small, large = small_groups(self._grid, active)
            cut = cut_patches(self._before, luma, small, self._grid, copy=True)
            self._pointer.learn([patch for patch in cut if self._is_passing(patch.ids)])
        self._before = luma
        return Sample(time_ms, active, cut, large, PendingFrame(time_ms, frame, luma), active, active[:0])

    def _is_passing(self, ids: Ids) -> bool:
        return bool(self._busy.changes(ids).min() <= _PASSING_CHANGES)

    def _changes(self, time_ms: int, luma: Luma) -> Ids:
        if self._reference is None or self._before is None:
            everything = np.arange(self._grid.size)
            self._reference = self._grid.cut(luma, everything)
            return everything
        ids = self._grid.differing(self._before, luma)
        batches = (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
        self._remembers = len(ids) <= _MAX_MOVED_TILES
        changed = [self._changed_in(time_ms, luma, self._reference, batch) for batch in batches]
        return np.concatenate(changed) if changed else ids

    def _changed_in(self, time_ms: int, luma: Luma, reference: Tiles, ids: Ids) -> Ids:
        tiles = self._grid.cut(luma, ids)
        moved = absolute_difference(tiles, reference.take(ids, axis=0)) >= STEP
        if np.count_nonzero(moved) < _PIXELS_TO_CHANGE:
            return ids[:0]
        enough = pixels_in(moved) >= _PIXELS_TO_CHANGE
        active: Ids = ids[enough]
        reference[active] = tiles[enough]
        if self._remembers:
            self._remember(time_ms, active, moved[enough])
        return active

    def _remember(self, time_ms: int, ids: Ids, moved: Mask) -> None:
        """Add to the pixels that moved in these tiles; start over where nothing moved for a while."""
        self._moved[ids] = moved | (
            self._moved[ids] & (time_ms - self._moved_ms[ids] <= _FORGET_AFTER_MS)[:, None, None]
        )
        self._moved_ms[ids] = time_ms

    def extent(self, ids: Ids) -> Rect:
        """The bounding box of the pixels that moved recently in these tiles."""
        found = bounding_box(self._grid, ids)
        canvas = np.zeros((found.height, found.width), bool)
        for tile in ids.tolist():
            top, left = int(self._grid.tops[tile]) - found.top, int(self._grid.lefts[tile]) - found.left
            canvas[top : top + TILE, left : left + TILE] |= self._moved[tile]
        rows, columns = np.flatnonzero(canvas.any(axis=1)), np.flatnonzero(canvas.any(axis=0))
        if not len(rows):
            return found
        left, top = found.left, found.top
        return Rect(left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1)
