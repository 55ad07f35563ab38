"""Finds the settled states of a screen in a stream of samples."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.keyframes.activity import LOOK_AHEAD_MS, Activity, Sample
from claude_scope.keyframes.blobs import groups
from claude_scope.keyframes.difference import SAME, Difference, different, is_blank
from claude_scope.keyframes.pointer import Pointer
from claude_scope.keyframes.residue import MOST_TILES, Seen, residue
from claude_scope.keyframes.similarity import tile_ssim
from claude_scope.keyframes.tiles import TILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.video.frame import VideoFrame

    from claude_scope.keyframes.picture import Luma
    from claude_scope.keyframes.tiles import Grid, Ids

SETTLED_MS = 600
"""Stillness after which a state is settled, measured in time on screen: a still page gives one frame a second."""

TRANSIENT_MS = 170
"""Stillness after which a state that goes away again is kept: a toast of 250 ms less what sampling may hide."""

TRANSIENT_TILES = 4
TRANSIENT_MOST_MS = 6000
"""Toasts stay for two to five seconds; what stays longer is a state like any other."""

SMALL_SHARE = 0.15
"""Of the frame: a toast or a banner is smaller, a dialog over a dimmed page is not."""

GONE_SHARE = 0.8
"""Of a group of tiles: so much has to be as before for what they showed to be gone."""

_MOST_BRIEF = 4


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """A state of the screen that is to be kept, and how it differs from the state kept before.

    `pointer` is where the pointer was just before the change. `before_until_ms` and `before_transient` complete what is
    known about the state kept before: when the screen left it, and whether it went away by itself.
    """

    sample: Sample
    difference: Difference
    pointer: tuple[int, int] | None
    transient: bool = False
    before_until_ms: int | None = None
    before_transient: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Still:
    """A stretch of time in which nothing changed, shown by one sample."""

    sample: Sample
    seen: Seen
    since_ms: int
    until_ms: int | None
    pointer: tuple[int, int] | None


class StateFinder:
    """Takes frames of one size in time order and yields states as soon as they are certain."""

    def __init__(self, grid: Grid, *, window_bytes: int) -> None:
        self._grid = grid
        self._pointer = Pointer(grid)
        self._activity = Activity(grid, self._pointer)
        self._window: deque[Sample] = deque()
        self._window_frames = max(4, window_bytes // (grid.height * grid.width * 3 // 2))
        self._shown: Sample | None = None
        self._since_ms = 0
        self._pointer_before: tuple[int, int] | None = None
        self._judged = False
        self._kept: Seen | None = None
        self._kept_before: Seen | None = None
        self._unpainted: _Still | None = None
        self._kept_since_ms = 0
        self._kept_ids: Ids = np.zeros(0, np.intp)
        self._dirty = np.zeros(grid.size, bool)
        self._brief: list[_Still] = []
        self._left_ms: int | None = None

    def feed(self, time_ms: int, frame: VideoFrame, luma: Luma) -> Iterator[State]:
        """Take the next frame in."""
        self._window.append(self._activity.sample(time_ms, frame, luma))
        while self._window[0].time_ms <= time_ms - LOOK_AHEAD_MS or len(self._window) > self._window_frames:
            yield from self._step(self._window.popleft())

    @property
    def pointer(self) -> Pointer:
        """What was learned of the mouse pointer."""
        return self._pointer

    def finish(self) -> Iterator[State]:
        """The recording ends: what is on screen now is a state, however short."""
        while self._window:
            yield from self._step(self._window.popleft())
        if self._shown is not None and not self._judged:
            yield from self._judge()
        if self._kept is None and self._unpainted is not None:
            yield self._keep(self._unpainted, Difference(np.arange(self._grid.size), 0.0))

    def _step(self, sample: Sample) -> Iterator[State]:
        if self._shown is None:
            self._shown, self._since_ms = sample, sample.time_ms
            return
        if not self._judged and sample.time_ms - self._since_ms >= SETTLED_MS:
            yield from self._judge()
        self._dirty[sample.active] = True
        if self._is_change(sample):
            self._note_change(sample)
        self._shown = sample

    def _is_change(self, sample: Sample) -> bool:
        """Whether a sample shows more than animation, pointer and caret."""
        assert self._shown is not None
        ids = sample.active[~self._activity.busy.at(sample.time_ms)[sample.active]]
        if not len(ids) or len(ids) > MOST_TILES:
            return bool(len(ids))
        before, after = Seen(self._shown.luma, self._pointer.spot), Seen(sample.luma)
        changed = residue(before, after, ids, self._grid, self._pointer).any()
        self._pointer.spot = after.spot or self._pointer.spot
        return bool(changed)

    def _note_change(self, sample: Sample) -> None:
        assert self._shown is not None
        if self._left_ms is None:
            self._left_ms = sample.time_ms
        still_ms = sample.time_ms - self._since_ms
        if not self._judged and still_ms >= TRANSIENT_MS and self._kept is not None:
            self._brief.append(
                _Still(
                    self._shown,
                    Seen(self._shown.luma, self._pointer.spot),
                    self._since_ms,
                    sample.time_ms,
                    self._pointer_before,
                )
            )
            del self._brief[:-_MOST_BRIEF]
        self._pointer_before = self._pointer.position
        self._since_ms = sample.time_ms
        self._judged = False

    def _judge(self) -> Iterator[State]:
        """What is shown has settled: keep it if it differs from what was kept."""
        assert self._shown is not None
        self._judged = True
        now = _Still(
            self._shown, Seen(self._shown.luma, self._pointer.spot), self._since_ms, None, self._pointer_before
        )
        for brief in self._brief:
            if self._went_away(brief, now):
                yield self._keep(brief, self._differs(brief), transient=True)
        self._brief.clear()
        if self._kept is None:
            yield from self._first(now)
            return
        difference = self._differs(now)
        if len(difference.tiles):
            yield self._keep(now, difference)
        else:
            self._left_ms = None

    def _first(self, now: _Still) -> Iterator[State]:
        """The first state; a page that was not painted yet waits, and counts only if nothing else comes."""
        if is_blank(now.sample.luma) and self._unpainted is None:
            self._unpainted = now
            return
        self._left_ms = None
        yield self._keep(now, Difference(np.arange(self._grid.size), 0.0))

    def _keep(self, still: _Still, difference: Difference, *, transient: bool = False) -> State:
        before_transient = self._vanished(still)
        state = State(
            still.sample, difference, still.pointer, transient, self._left_ms, before_transient=before_transient
        )
        self._kept_before, self._kept = self._kept, still.seen
        self._kept_since_ms, self._kept_ids = still.since_ms, difference.tiles
        self._left_ms = still.until_ms
        if not transient:
            self._dirty[:] = False
        return state

    def _vanished(self, now: _Still) -> bool:
        """Whether what the state kept last had brought went away by itself: small, soon, and away from the pointer."""
        ids = self._kept_ids
        if self._kept_before is None or not TRANSIENT_TILES <= len(ids) <= SMALL_SHARE * self._grid.size:
            return False
        if now.since_ms - self._kept_since_ms > TRANSIENT_MOST_MS or self._is_at(now.pointer, ids):
            return False
        return self._gone(self._kept_before, now.seen, ids) >= GONE_SHARE * len(ids)

    def _is_at(self, pointer: tuple[int, int] | None, ids: Ids) -> bool:
        if pointer is None:
            return False
        x, y = pointer
        tops, lefts = self._grid.tops[ids], self._grid.lefts[ids]
        near = (lefts - TILE <= x) & (x < lefts + 2 * TILE) & (tops - TILE <= y) & (y < tops + 2 * TILE)
        return bool(near.any())

    def _gone(self, before: Seen, now: Seen, ids: Ids) -> int:
        """How many of the tiles are in groups that look as they did before."""
        gone = 0
        for group in groups(self._grid, ids):
            back = tile_ssim(self._grid.cut(before.luma, group), self._grid.cut(now.luma, group)) >= SAME
            if len(group) >= TRANSIENT_TILES and back.mean() >= GONE_SHARE:
                gone += len(group)
        return gone

    def _differs(self, still: _Still) -> Difference:
        """Where a sample differs from the state kept last, leaving out animation, pointer and caret."""
        assert self._kept is not None
        ids = np.flatnonzero(self._dirty & ~self._activity.busy.at(still.sample.time_ms))
        return different(self._kept, still.seen, ids, self._grid, self._pointer)

    def _went_away(self, brief: _Still, now: _Still) -> bool:
        """Whether something that a short stillness showed is gone again: a toast."""
        assert self._kept is not None
        shown = self._differs(brief).tiles
        return self._gone(self._kept, now.seen, shown) >= max(TRANSIENT_TILES, len(shown) / 2)
