"""Finds the settled states of a screen in a stream of samples."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.keyframes.activity import LOOK_AHEAD_MS, Activity, Held, Sample
from claude_scope.keyframes.blobs import groups
from claude_scope.keyframes.difference import SAME, Difference, Seen, different, is_blank
from claude_scope.keyframes.holds import PICTURE_MS, POINTER_GROUPS, POINTER_TILES, STILL_MS, Holds
from claude_scope.keyframes.pointer import Pointer
from claude_scope.keyframes.similarity import tile_ssim
from claude_scope.keyframes.tiles import TILE
from claude_scope.keyframes.verdict import judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.video.frame import VideoFrame

    from claude_scope.keyframes.picture import Luma
    from claude_scope.keyframes.pointer import Spot
    from claude_scope.keyframes.tiles import Grid, Ids

SETTLED_MS = 600
"""Stillness after which a state is settled, measured in time on screen: a still page gives one frame a second."""

TRANSIENT_TILES = 4
TRANSIENT_MOST_MS = 6000
"""Toasts stay for two to five seconds; what stays longer is a state like any other."""

SMALL_SHARE = 0.15
"""Of the frame: a toast or a banner is smaller, a dialog over a dimmed page is not."""

NEAR = 64
"""Pixels: what a click changes is closer to it than this, or not told from what goes away by itself."""

GONE_SHARE = 0.8
"""Of a group of tiles: so much has to be as before for what they showed to be gone."""

_MOST_BRIEF = 4


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """A state of the screen that is to be kept, and how it differs from the state kept before.

    `pointer` is where the pointer was just before the change. `before_until_ms` and `before_transient` complete what is
    known about the state kept before: when the screen left it, and whether it went away by itself.
    """

    picture: Held
    difference: Difference
    pointer: tuple[int, int] | None
    transient: bool = False
    before_until_ms: int | None = None
    before_transient: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Still:
    """A stretch of time in which nothing changed, shown by one picture; `pointer` is where it was before."""

    picture: Held
    seen: Seen
    since_ms: int
    until_ms: int | None
    pointer: tuple[int, int] | None


class _Doubtful(NamedTuple):
    """What settled before any pointer was known, and differs by no more than a pointer might."""

    still: _Still
    ids: Ids
    left_ms: int | None


class StateFinder:
    """Takes frames of one size in time order and yields states as soon as they are certain."""

    def __init__(self, grid: Grid, *, window_bytes: int) -> None:
        self._grid = grid
        self._pointer = Pointer()
        self._activity = Activity(grid, self._pointer)
        self._busy = self._activity.busy
        self._window: deque[Sample] = deque()
        self._holds = Holds(grid, window_bytes)
        self._picture: Held | None = None
        self._spot: Spot | None = None
        self._spot_now: Spot | None = None
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
        self._doubtful: _Doubtful | None = None
        self._left_ms: int | None = None

    def feed(self, time_ms: int, frame: VideoFrame, luma: Luma) -> Iterator[State]:
        """Take the next frame in."""
        if self._window:
            self._holds.decide(self._window[-1], time_ms)
        self._window.append(self._activity.sample(time_ms, frame, luma))
        self._glance(self._window[-1])
        while self._window[0].time_ms <= time_ms - LOOK_AHEAD_MS or self._holds.are_too_many:
            yield from self._step(self._window.popleft())

    @property
    def pointer(self) -> Pointer:
        """What was learned of the mouse pointer."""
        return self._pointer

    def finish(self) -> Iterator[State]:
        """The recording ends: what is on screen now is a state, however short."""
        while self._window:
            yield from self._step(self._window.popleft())
        if self._picture is not None and not self._judged:
            yield from self._judge()
        yield from self._look_again()
        if self._kept is None and self._unpainted is not None:
            yield self._keep(self._unpainted, Difference(np.arange(self._grid.size), 0.0))

    def _step(self, sample: Sample) -> Iterator[State]:
        if self._picture is None:
            self._picture, self._since_ms = sample.held, sample.time_ms
            return
        change = self._is_change(sample)
        still_ms = sample.time_ms - self._since_ms
        if not self._judged and still_ms >= (SETTLED_MS if change else PICTURE_MS):
            yield from self._judge()
        self._dirty[sample.active] = True
        if change:
            self._note_change(sample.time_ms)
        if sample.held is not None:
            self._picture, self._spot = sample.held, self._pointer.spot
            self._holds.passed(sample.time_ms)

    def _glance(self, sample: Sample) -> None:
        """Take the pointer, as far as it is known by now, and carets out of a sample as it comes."""
        running = self._busy.running(sample.time_ms)
        verdict = judged(sample, self._grid, self._pointer, self._spot_now, running)
        sample.unexplained = verdict.ids
        sample.is_quiet = not len(verdict.ids if running is None else verdict.ids[~running[verdict.ids]])
        sample.spot = verdict.spot if verdict.spot is not self._spot_now else None
        self._spot_now = verdict.spot
        self._busy.note(sample.time_ms, verdict.ids)

    def _is_change(self, sample: Sample) -> bool:
        """Whether a sample shows more than animation, pointer and caret, by all that was learned since it came."""
        if not len(sample.unexplained):
            self._pointer.spot = sample.spot or self._pointer.spot
            return False
        busy = self._busy.at(sample.time_ms)
        ids, self._pointer.spot = judged(sample, self._grid, self._pointer, self._pointer.spot, busy)
        return bool(len(ids) if busy is None else not busy[ids].all())

    def _note_change(self, time_ms: int) -> None:
        if self._left_ms is None:
            self._left_ms = time_ms
        still = self._still(time_ms)
        if not self._judged and still and time_ms - self._since_ms >= STILL_MS and self._kept is not None:
            self._brief.append(still)
            del self._brief[:-_MOST_BRIEF]
        self._pointer_before = self._pointer.position
        self._since_ms = time_ms
        self._judged = False

    def _still(self, until_ms: int | None) -> _Still | None:
        """What is on screen since the last change, if a picture of it was held."""
        picture = self._picture
        if picture is None or picture.time_ms < self._since_ms:
            return None
        return _Still(picture, Seen(picture.luma, self._spot), self._since_ms, until_ms, self._pointer_before)

    def _judge(self) -> Iterator[State]:
        """What is shown has settled: keep it if it differs from what was kept."""
        now = self._still(None)
        if now is None:
            return
        self._judged = True
        yield from self._look_again()
        for brief in self._brief:
            difference = self._differs(brief)
            if self._went_away(difference.tiles, now):
                transient = self._is_back(difference.tiles, now)
                yield self._keep(brief, difference, transient=transient, settled=False)
        self._brief.clear()
        if self._kept is None:
            yield from self._first(now)
            return
        difference = self._differs(now)
        if not len(difference.tiles):
            self._left_ms = None
        elif not self._pointer.is_known and self._may_be_pointer(difference.tiles):
            self._doubtful = _Doubtful(now, difference.tiles, self._left_ms)
            self._left_ms = None
        else:
            yield self._keep(now, difference)

    def _look_again(self) -> Iterator[State]:
        """Keep what was doubtful, unless it differs by nothing but a pointer that is known by now."""
        if self._doubtful is None or self._kept is None:
            return
        still, ids, left_ms = self._doubtful
        self._doubtful = None
        difference = different(self._kept, still.seen, ids, self._grid, self._pointer)
        if len(difference.tiles):
            until_ms, self._left_ms = self._left_ms, left_ms
            yield self._keep(still, difference, settled=False)
            self._left_ms = until_ms

    def _may_be_pointer(self, ids: Ids) -> bool:
        return len(ids) <= POINTER_TILES and len(groups(self._grid, ids)) <= POINTER_GROUPS

    def _first(self, now: _Still) -> Iterator[State]:
        """The first state; a page that was not painted yet waits, and counts only if nothing else comes."""
        if is_blank(now.picture.luma):
            self._unpainted = self._unpainted or now
            return
        self._left_ms = None
        yield self._keep(now, Difference(np.arange(self._grid.size), 0.0))

    def _keep(self, still: _Still, difference: Difference, *, transient: bool = False, settled: bool = True) -> State:
        """Make it a state; what was seen before now and did not settle leaves the changes since then to be judged."""
        before_transient = self._vanished(still, difference.tiles)
        state = State(
            still.picture, difference, still.pointer, transient, self._left_ms, before_transient=before_transient
        )
        self._kept_before, self._kept = self._kept, still.seen
        self._kept_since_ms, self._kept_ids = still.since_ms, difference.tiles
        self._left_ms = still.until_ms
        if settled:
            self._dirty[:] = False
        return state

    def _vanished(self, now: _Still, changed: Ids) -> bool:
        """Whether what the state kept last had brought went away by itself: small, soon, alone, away from the pointer.

        A text that was typed and stays, or a field that empties as something else appears, did not.
        """
        ids = self._kept_ids
        if self._kept_before is None or not TRANSIENT_TILES <= len(ids) <= SMALL_SHARE * self._grid.size:
            return False
        if now.since_ms - self._kept_since_ms > TRANSIENT_MOST_MS or self._is_near(now.pointer, ids):
            return False
        if np.isin(changed, ids).mean() < GONE_SHARE:
            return False
        return not len(different(self._kept_before, now.seen, ids, self._grid, self._pointer).tiles)

    def _is_back(self, ids: Ids, now: _Still) -> bool:
        """Whether all of the tiles show again what the state kept last does."""
        assert self._kept is not None
        return not len(different(self._kept, now.seen, ids, self._grid, self._pointer).tiles)

    def _is_near(self, pointer: tuple[int, int] | None, ids: Ids) -> bool:
        if pointer is None:
            return False
        x, y = pointer
        tops, lefts = self._grid.tops[ids], self._grid.lefts[ids]
        near = (abs(lefts + TILE // 2 - x) <= NEAR) & (abs(tops + TILE // 2 - y) <= NEAR)
        return bool(near.any())

    def _gone(self, before: Seen, now: Seen, ids: Ids) -> int:
        """How many of the tiles are in groups that look as they did before."""
        back = np.zeros(self._grid.size, bool)
        back[ids] = tile_ssim(self._grid.cut(before.luma, ids), self._grid.cut(now.luma, ids)) >= SAME
        large = [group for group in groups(self._grid, ids) if len(group) >= TRANSIENT_TILES]
        return sum(len(group) for group in large if back[group].mean() >= GONE_SHARE)

    def _differs(self, still: _Still) -> Difference:
        """Where a sample differs from the state kept last, leaving out animation, pointer and caret."""
        assert self._kept is not None
        busy = self._busy.at(still.picture.time_ms)
        ids = np.flatnonzero(self._dirty if busy is None else self._dirty & ~busy)
        return different(self._kept, still.seen, ids, self._grid, self._pointer)

    def _went_away(self, shown: Ids, now: _Still) -> bool:
        """Whether most of what a short stillness showed is gone again: a toast."""
        assert self._kept is not None
        if len(shown) > SMALL_SHARE * self._grid.size:
            return False
        return self._gone(self._kept, now.seen, shown) >= max(TRANSIENT_TILES, len(shown) / 2)
