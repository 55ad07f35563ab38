"""Decides which changes of a sample the page made: all except those by pointer, carets, animation and clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claude_scope.keyframes.changes.activity import Activity
from claude_scope.keyframes.changes.animation import LARGE_SHARE, AnimationDetector
from claude_scope.keyframes.changes.blobs import connected_tiles
from claude_scope.keyframes.changes.periodic_changes import TickDetector
from claude_scope.keyframes.changes.transient_overlays import is_near_pointer
from claude_scope.keyframes.changes.verdict import judge
from claude_scope.keyframes.pointer.pointer_detection import PointerDetector

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

    from claude_scope.geometry import Rect
    from claude_scope.keyframes.changes.activity import Sample
    from claude_scope.keyframes.changes.tiles import Grid, Ids, Luma
    from claude_scope.keyframes.pointer.pointer_sprite import SpritePosition


class ChangedTiles(NamedTuple):
    """Tiles that changed in a sample: `page` by the page, `moved` by the page or an animation, `all` for any reason.

    Ticking tiles are in none of them.
    """

    page: Ids
    moved: Ids
    all: Ids


class PageChangeDetector:
    """Takes samples as they come, and judges each once the next `LOOK_AHEAD_MS` are known."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self.pointer = PointerDetector()
        self.busy = AnimationDetector(grid)
        self.ticks = TickDetector(grid)
        self._activity = Activity(grid, self.pointer, self.busy)
        self._spot: SpritePosition | None = None

    def take(self, time_ms: int, frame: VideoFrame, luma: Luma) -> Sample:
        """Compare the next frame with the previous one, ignoring carets and, if it is known, the pointer."""
        sample = self._activity.sample(time_ms, frame, luma)
        running = self.busy.running(time_ms)
        ids, spot = judge(sample, self._grid, self.pointer, self._spot, running)
        sample.basis = (self.pointer.version, self._spot) if running is None else None
        sample.unexplained = ids
        sample.is_quiet = not len(ids if running is None else ids[~running[ids]])
        sample.spot = spot if spot is not self._spot else None
        self._spot = spot
        self.busy.note(time_ms, ids)
        if len(ids) <= LARGE_SHARE * self._grid.size:
            place = (spot.x, spot.y) if spot else None
            near = is_near_pointer(place, ids, self._grid)
            sample.ticked = self.ticks.note(time_ms, ids, near, is_quiet=sample.is_quiet)
        return sample

    def changed(self, sample: Sample) -> ChangedTiles:
        """The tiles that a sample changed, given all later samples so far."""
        pointer = self.pointer
        if not len(sample.unexplained):
            pointer.spot = sample.spot or pointer.spot
            return ChangedTiles(sample.unexplained, sample.unexplained, sample.active)
        busy = self.busy.at(sample.time_ms)
        if busy is None and sample.basis == (pointer.version, pointer.spot):
            moved, pointer.spot = sample.unexplained, sample.spot or pointer.spot
        else:
            moved, pointer.spot = judge(sample, self._grid, pointer, pointer.spot, busy)
        changed = ChangedTiles(moved if busy is None else moved[~busy[moved]], moved, sample.active)
        ticked = self.ticks.explained(sample.time_ms, sample.ticked)
        return changed if ticked is None else ChangedTiles(*(ids[~ticked[ids]] for ids in changed))

    def moving(self, since_ms: int, until_ms: int) -> tuple[Rect, ...]:
        """The places that kept moving in a state that ended at `until_ms`."""
        ids = self.busy.lasting(since_ms, until_ms)
        return tuple(self._activity.extent(group) for group in connected_tiles(self._grid, ids))
