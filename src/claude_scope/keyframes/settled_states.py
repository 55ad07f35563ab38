"""Finds the settled states of a screen in a stream of samples."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.clock import clock
from claude_scope.keyframes.changes.activity import LOOK_AHEAD_MS, PendingFrame, Sample
from claude_scope.keyframes.changes.blobs import connected_tiles
from claude_scope.keyframes.changes.change_times import ChangeTimes
from claude_scope.keyframes.changes.difference import Difference, PictureWithPointer, differing_tiles, is_blank
from claude_scope.keyframes.changes.page_changes import PageChangeDetector
from claude_scope.keyframes.changes.rest import SETTLED_MS, RestDetector
from claude_scope.keyframes.changes.transient_overlays import overlay_vanished, was_transient
from claude_scope.keyframes.found_state import (
    Finding,
    RetractedState,
    SharperPicture,
    State,
    StillPeriod,
    UncoveredPlace,
)
from claude_scope.keyframes.pending_frames import PICTURE_MS, POINTER_GROUPS, POINTER_TILES, STILL_MS, PendingFrames
from claude_scope.keyframes.pointer.bare_place import BarePlaceFinder
from claude_scope.keyframes.pointer.pointer_track import PointerTrack
from claude_scope.keyframes.retracted import RetractableStates, StoredState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.video.frame import VideoFrame

    from claude_scope.geometry import Rect
    from claude_scope.keyframes.changes.tiles import Grid, Ids, Luma
    from claude_scope.keyframes.pointer.pointer_detection import PointerDetector
    from claude_scope.keyframes.pointer.pointer_sprite import SpritePosition
    from claude_scope.keyframes.pointer.pointer_track import PointerRest

RESTED_MS = 600
"""A place has rested after this time without motion; an animation or a caret moves again sooner."""
GOING_MS = 1200
"""A toast fades within this time. Content that is shown for longer was not a toast, even if nothing was seen to move
for a while.
"""

LATE_REST_MS = 3000
"""A page that loads rests sooner. After longer motion, its first view is a separate state."""

_MAX_BRIEF = 4


class _UncertainState(NamedTuple):
    """A state that settled before any pointer was known, and that may only show that the pointer moved."""

    still: StillPeriod
    ids: Ids
    left_ms: int | None


class StateFinder:
    """Takes frames of one size in time order; yields states and retractions.

    Without `in_colour`, the frames of the states may hold only brightness.
    """

    def __init__(self, grid: Grid, *, window_bytes: int, in_colour: bool) -> None:
        self._grid = grid
        self._page_changes = PageChangeDetector(grid)
        self._track = PointerTrack(grid)
        self._bare = BarePlaceFinder(grid)
        self._window: deque[Sample] = deque()
        self._pending = PendingFrames(grid, window_bytes, in_colour=in_colour)
        self._retractable = RetractableStates(grid)
        self._picture: PendingFrame | None = None
        self._opening: PendingFrame | None = None
        self._moved_until_ms: int | None = None
        """When the first settled state began, if the screen moved for too long before it; otherwise None."""
        self._rest = RestDetector(grid.size)
        self._spot: SpritePosition | None = None
        self._since_ms = 0
        self._pointer_before: tuple[int, int] | None = None
        self._judged = False
        self._kept: PictureWithPointer | None = None
        self._kept_before: PictureWithPointer | None = None
        self._kept_ms = self._kept_since_ms = 0
        self._kept_ids: Ids = np.zeros(0, np.intp)
        self._unpainted: StillPeriod | None = None
        self._changes = ChangeTimes(grid.size)
        self._brief: list[StillPeriod] = []
        self._doubtful: _UncertainState | None = None
        self._left_ms: int | None = None
        self._last_ms = 0
        self._ticked_ms: int | None = self._page_changes.ticks.latest_ms

    def feed(self, time_ms: int, frame: VideoFrame, luma: Luma) -> Iterator[Finding]:
        """Process the next frame."""
        if self._window:
            self._pending.decide(self._window[-1], time_ms)
        self._window.append(self._page_changes.take(time_ms, frame, luma))
        self._last_ms = time_ms
        while self._window[0].time_ms <= time_ms - LOOK_AHEAD_MS or self._pending.exceed_memory:
            yield from self._step(self._window.popleft())

    @property
    def pointer(self) -> PointerDetector:
        """The detector of the mouse pointer."""
        return self._page_changes.pointer

    def finish(self, end_ms: int) -> Iterator[Finding]:
        """End the recording at this time: the current screen is a state, however short."""
        while self._window:
            yield from self._step(self._window.popleft())
        self._rest.end(end_ms)
        if self._picture is not None and not self._judged:
            yield from self._judge()
        yield from self._judge_uncertain()
        if not self._rest.was_seen and self._picture is not None:
            yield from self._last_view(self._picture)
        if self._kept is None and self._unpainted is not None:
            yield from self._keep(self._unpainted, Difference(np.arange(self._grid.size), 0.0))
        yield from self._retract()

    @property
    def unrested(self) -> str:
        """A note about a screen that moved from the beginning, or ""."""
        if self._moved_until_ms is None:
            return ""
        if not self._rest.was_seen:
            return "The screen never rested: its first view and single moments of what followed are states."
        until = clock(self._moved_until_ms)
        return f"The screen first rested at {until}: of what it showed before, its first view is a state."

    def moving(self) -> tuple[Rect, ...]:
        """The places that still move in the last state, after `finish`; empty if the screen has left it."""
        return self._page_changes.moving(self._kept_since_ms, self._last_ms) if self._left_ms is None else ()

    def rests(self) -> tuple[PointerRest, ...]:
        """The rests of the pointer, after `finish`."""
        return self._track.rests(self._last_ms)

    def _step(self, sample: Sample) -> Iterator[Finding]:
        if self._opening is None and self._kept is None and sample.held and not is_blank(sample.held.luma):
            self._opening = sample.held
        if self._picture is None:
            self._picture, self._since_ms = sample.held, sample.time_ms
            return
        changed = self._page_changes.changed(sample)
        self._rest.note(sample.time_ms, len(changed.moved))
        pointer = self._track.tip
        self._track.note(sample, self._page_changes.busy.at(sample.time_ms))
        if self._track.move is not None:
            self._bare.note(sample, self._track.move)
            yield from self._uncovered()
        still_ms = sample.time_ms - self._since_ms
        if not self._judged and still_ms >= (SETTLED_MS if len(changed.page) else PICTURE_MS):
            yield from self._judge()
        self._changes.note(sample.time_ms, changed)
        if len(changed.page):
            self._note_change(sample.time_ms, pointer)
        if sample.held is not None:
            self._picture, self._spot = sample.held, self.pointer.spot
            self._pending.judged_until(sample.time_ms)
        yield from self._retract()

    def _uncovered(self) -> Iterator[UncoveredPlace]:
        found = self._bare.find()
        if found is not None:
            yield found

    def _note_change(self, time_ms: int, pointer: tuple[int, int] | None) -> None:
        self._bare.state_ended()
        if self._left_ms is None:
            self._left_ms = time_ms
        still = self._still(time_ms)
        if not self._judged and still and time_ms - self._since_ms >= STILL_MS and self._kept is not None:
            self._brief.append(replace(still, pointer_at_end=pointer))
            del self._brief[:-_MAX_BRIEF]
        self._pointer_before = pointer
        self._since_ms = time_ms
        self._judged = False

    def _still(self, until_ms: int | None) -> StillPeriod | None:
        """The still period since the last change, if a frame of it is pending."""
        picture = self._picture
        if picture is None or picture.time_ms < self._since_ms:
            return None
        return StillPeriod(
            picture, PictureWithPointer(picture.luma, self._spot), self._since_ms, until_ms, self._pointer_before
        )

    def _judge(self) -> Iterator[Finding]:
        """Yield the settled screen as a state if it differs from the last one."""
        now = self._still(None)
        if now is None:
            return
        self._judged = True
        yield from self._judge_uncertain()
        for brief in self._brief:
            difference = self._differs(brief)
            if difference.is_crisper is None and self._is_gone(brief, difference.tiles, now):
                transient = self._is_back(difference.tiles, now)
                yield from self._keep(brief, difference, transient=transient, settled=False)
        self._brief.clear()
        if self._kept is None:
            yield from self._first(now)
            return
        difference = self._differs(now)
        if not len(difference.tiles):
            self._left_ms = None
            yield from self._sharpness_changed(now, difference)
        elif not self.pointer.is_known and self._may_be_pointer(difference.tiles):
            self._doubtful = _UncertainState(now, difference.tiles, self._left_ms)
            self._left_ms = None
        else:
            yield from self._keep(now, difference)

    def _judge_uncertain(self) -> Iterator[Finding]:
        """Yield an uncertain state, unless it only differs by a pointer that is known now."""
        if self._doubtful is None or self._kept is None:
            return
        still, ids, left_ms = self._doubtful
        self._doubtful = None
        difference = differing_tiles(self._kept, still.seen, ids, self._grid, self.pointer)
        if len(difference.tiles):
            until_ms, self._left_ms = self._left_ms, left_ms
            yield from self._keep(still, difference, settled=False)
            self._left_ms = until_ms

    def _may_be_pointer(self, ids: Ids) -> bool:
        return len(ids) <= POINTER_TILES and len(connected_tiles(self._grid, ids)) <= POINTER_GROUPS

    def _first(self, now: StillPeriod) -> Iterator[Finding]:
        """Yield the first state; an unpainted page waits, and counts only if nothing else comes."""
        if is_blank(now.picture.luma):
            self._unpainted = self._unpainted or now
            return
        opening, self._opening = self._opening, None
        everything = Difference(np.arange(self._grid.size), 0.0)
        if opening is None or not self._is_late(now, opening):
            self._left_ms = None
            yield from self._keep(now, everything)
            return
        self._moved_until_ms = now.since_ms
        seen = PictureWithPointer(opening.luma)
        first = StillPeriod(opening, seen, opening.time_ms, self._left_ms, None)
        yield from self._keep(first, everything, settled=False)
        difference = self._differs(now)
        if len(difference.tiles):
            yield from self._keep(
                now, difference, began_ms=now.since_ms if self._rest.was_seen else now.picture.time_ms
            )

    def _is_late(self, now: StillPeriod, opening: PendingFrame) -> bool:
        never = self._rest.has_ended and not self._rest.was_seen
        return now.since_ms - opening.time_ms > (0 if never else LATE_REST_MS)

    def _last_view(self, picture: PendingFrame) -> Iterator[Finding]:
        """Yield the end of a recording that never rested as a state, if it differs from the last state."""
        if self._moved_until_ms is None or self._kept is None or picture.time_ms <= self._kept_ms:
            return
        last = StillPeriod(picture, PictureWithPointer(picture.luma, self._spot), picture.time_ms, None, None)
        touched = np.flatnonzero(self._changes.touched)
        difference = differing_tiles(self._kept, last.seen, touched, self._grid, self.pointer)
        if len(difference.tiles):
            yield from self._keep(last, difference, began_ms=picture.time_ms)

    def _keep(
        self,
        still: StillPeriod,
        difference: Difference,
        *,
        transient: bool = False,
        settled: bool = True,
        began_ms: int | None = None,
    ) -> Iterator[Finding]:
        """Yield a still period as a state; changes since its picture are judged later."""
        before_transient = self._has_vanished(still, difference.tiles)
        until_ms = self._until(difference.tiles)
        part = None
        if self._kept is not None and not transient:
            part = self._retractable.retract_typing_pause(
                difference.tiles, until_ms, (self._kept.luma, still.seen.luma)
            )
        if part is not None:
            yield RetractedState(part.time_ms, part=True)
            difference = Difference(np.union1d(part.ids, difference.tiles), difference.ssim)
        moving = () if until_ms is None else self._page_changes.moving(self._kept_since_ms, until_ms)
        shown = self._with_rested(still, difference)
        yield State(still.picture, shown, still.pointer, transient, until_ms, before_transient, moving, began_ms)
        if self._kept is not None:
            self._retractable.add(StoredState(still.picture.time_ms, still.since_ms, difference.tiles))
            self._ticked_ms = None
        self._kept_before = self._kept if part is None else self._kept_before
        self._kept, self._kept_since_ms, self._kept_ids = still.seen, still.since_ms, difference.tiles
        self._left_ms, self._kept_ms = still.until_ms, still.picture.time_ms
        if settled:
            self._changes.forget()
            self._bare.look_at(still.picture.time_ms, still.since_ms, still.seen.luma)
            yield from self._uncovered()
        else:
            self._changes.forget_until(still.since_ms)
            self._bare.state_ended()

    def _with_rested(self, still: StillPeriod, difference: Difference) -> Difference:
        """The difference plus places that rest now, though they seem to tick, such as a table whose page was turned."""
        if self._kept is None or len(difference.tiles) == self._grid.size:
            return difference
        ids = np.setdiff1d(self._changes.rested(still.picture.time_ms - RESTED_MS), difference.tiles)
        found = differing_tiles(self._kept, still.seen, ids, self._grid, self.pointer)
        return Difference(np.union1d(difference.tiles, found.tiles), min(difference.ssim, found.ssim))

    def _sharpness_changed(self, still: StillPeriod, difference: Difference) -> Iterator[Finding]:
        """Forget changes of sharpness; if the last state became crisper, replace its picture by the later one."""
        if difference.is_crisper is not None:
            self._changes.forget()
        if difference.is_crisper:
            yield SharperPicture(self._kept_ms, still.picture)
            self._kept, self._kept_ms = still.seen, still.picture.time_ms
            self._retractable.take_later_picture(self._kept_ms)
            self._bare.look_at(self._kept_ms, still.since_ms, still.seen.luma)
            yield from self._uncovered()

    def _has_vanished(self, still: StillPeriod, changed: Ids) -> bool:
        """Whether the overlay of the last state disappeared by itself, together with anything that moved in it."""
        before, brought, since_ms = self._kept_before, self._kept_ids, self._kept_since_ms
        moved = self._page_changes.busy.at(self._kept_ms)
        if moved is not None and len(brought):
            brought = np.union1d(brought, changed[moved[changed]])
        return overlay_vanished(before, brought, since_ms, still, changed, self._grid, self.pointer)

    def _retract(self) -> Iterator[RetractedState]:
        """Retract states that were only clock ticks, after each tick or state."""
        if self._page_changes.ticks.latest_ms == self._ticked_ms:
            return
        self._ticked_ms = self._page_changes.ticks.latest_ms
        for taken in self._retractable.retract_ticks(self._page_changes.ticks):
            if taken.time_ms >= self._kept_since_ms:
                self._kept_ids = self._kept_ids[:0]
            yield taken

    def _until(self, changed: Ids) -> int | None:
        """When the screen left the last state: the tiles that differ now began to change then, ignoring the first 5 %.

        Motion that began before the state settled, such as a spinner, leaves the state with its last move.
        """
        if self._left_ms is None or self._kept is None:
            return self._left_ms
        began_later = self._page_changes.busy.began_after(self._kept_since_ms + SETTLED_MS, changed)
        left_ms = self._changes.began(changed, began_later)
        return self._left_ms if left_ms is None else max(left_ms, self._kept_since_ms + 1)

    def _is_gone(self, brief: StillPeriod, shown: Ids, now: StillPeriod) -> bool:
        """Whether the content of a short still period disappeared when the period ended, and is still gone now."""
        assert self._kept is not None
        assert brief.until_ms is not None
        if not len(shown) or self._changes.ended(shown) > brief.until_ms + GOING_MS:
            return False
        return was_transient(self._kept, shown, brief, now, self._grid)

    def _is_back(self, ids: Ids, now: StillPeriod) -> bool:
        """Whether all of the tiles show the last state again."""
        assert self._kept is not None
        return not len(differing_tiles(self._kept, now.seen, ids, self._grid, self.pointer).tiles)

    def _differs(self, still: StillPeriod) -> Difference:
        """The difference of a still period from the last state, ignoring animation, pointer and carets."""
        assert self._kept is not None
        busy = self._page_changes.busy.at(still.picture.time_ms)
        ids = np.flatnonzero(self._changes.touched if busy is None else self._changes.touched & ~busy)
        return differing_tiles(self._kept, still.seen, ids, self._grid, self.pointer)
