"""Stores at most `max_frames` keyframes with their pictures, and cleans up after a failure."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.keyframes.changes.difference import Difference, PictureWithPointer, differing_tiles, regions
from claude_scope.keyframes.changes.tiles import Grid
from claude_scope.keyframes.retracted import MAX_RETRACTABLE
from claude_scope.values import BarePlace, Box, Keyframe, Rest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from claude_scope.geometry import Rect
    from claude_scope.keyframes.found_state import RetractedState, SharperPicture, State, UncoveredPlace
    from claude_scope.keyframes.frame_store import FrameStore
    from claude_scope.keyframes.pointer.pointer_detection import PointerDetector
    from claude_scope.keyframes.pointer.pointer_track import PointerRest


class KeyframeAlbum:
    """The keyframes so far, at most `max_frames`, with their pictures in a store.

    If there are too many, the later of the two most similar neighbours is dropped. Differences are computed again from
    the pictures, so memory does not grow with `max_frames`.
    """

    def __init__(self, store: FrameStore, max_frames: int, rotation: int) -> None:
        self._store, self._max_frames, self._rotation = store, max_frames, rotation
        self.keyframes: list[Keyframe] = []
        self.dropped = 0
        self._dropped_last: deque[Keyframe] = deque(maxlen=MAX_RETRACTABLE)
        """The latest dropped keyframes. Each new keyframe drops at most one, so all that may be retracted are here."""
        self._part_since_ms: int | None = None
        self._announced: set[Path] = set()
        self.skipped = 0
        """The number of dropped states after the last keyframe."""

    @property
    def in_colour(self) -> bool:
        """Whether the stored pictures have colours."""
        return self._store.in_colour

    def add(self, state: State, grid: Grid, pointer: PointerDetector, reason: str) -> None:
        """Add a state; drop a keyframe if there are too many."""
        began_ms = self._left(state, grid)
        time_ms = state.picture.time_ms
        keyframe = Keyframe(
            timestamp_ms=time_ms,
            ssim=0.0,
            reason=reason,
            path=self._store.path(time_ms),
            transient=state.transient,
            pointer=self._turned_point(state.pointer, grid),
            began_ms=began_ms,
            skipped=self.skipped,
        )
        self.skipped = 0
        self.keyframes.append(self._compared(keyframe, state.difference, grid))
        masked = self._store.put(keyframe.path, time_ms, state.picture.frame)
        self.keyframes[-1] = replace(self.keyframes[-1], masked=masked)
        while len(self.keyframes) > self._max_frames:
            self._drop(pointer)

    def _left(self, state: State, grid: Grid) -> int:
        """Complete the previous keyframe; returns the time when the screen left it."""
        if not self.keyframes:
            return 0
        last = self.keyframes[-1]
        if self._part_since_ms is not None:
            began_ms, self._part_since_ms = self._part_since_ms, None
            return began_ms
        until_ms = state.before_until_ms if state.before_until_ms is not None else state.picture.time_ms
        transient = last.transient or state.before_transient
        self.keyframes[-1] = replace(
            last, until_ms=until_ms, transient=transient, moving=self._boxes(state.before_moving, grid)
        )
        return until_ms if state.began_ms is None else state.began_ms

    def retract(self, taken: RetractedState) -> None:
        """Remove a retracted keyframe, if it is still stored."""
        index = next((i for i, keyframe in enumerate(self.keyframes) if keyframe.timestamp_ms == taken.time_ms), 0)
        if not index:
            self._uncount_dropped(taken)
            return
        gone = self._forget(index)
        self._skip(index, gone.skipped)
        if taken.part:
            self._part_since_ms = gone.began_ms
        else:
            self.keyframes[index - 1] = replace(self.keyframes[index - 1], until_ms=gone.until_ms, moving=gone.moving)

    def take_sharper_picture(self, sharper: SharperPicture) -> None:
        """Replace the picture of a keyframe, if it is still stored."""
        index = next(
            (i for i, other_keyframe in enumerate(self.keyframes) if other_keyframe.timestamp_ms == sharper.time_ms),
            None,
        )
        if index is None:
            return
        time_ms = sharper.picture.time_ms
        self._store.drop(self.keyframes[index].path)
        self._drop_bare_place(self.keyframes[index])
        keyframe = replace(self.keyframes[index], timestamp_ms=time_ms, path=self._store.path(time_ms), bare=None)
        self.keyframes[index] = keyframe
        masked = self._store.put(keyframe.path, time_ms, sharper.picture.frame)
        self.keyframes[index] = replace(keyframe, masked=masked)

    def take_bare_place(self, found: UncoveredPlace, grid: Grid) -> None:
        """Store the place under the pointer as it looks in another frame, if the keyframe is still stored."""
        for index, keyframe in enumerate(self.keyframes):
            if keyframe.timestamp_ms == found.time_ms:
                self._drop_bare_place(keyframe)
                box = self._turned(found.place, grid)
                path = self._store.put_bare(keyframe.path, box, found)
                self.keyframes[index] = replace(keyframe, bare=BarePlace(box, path) if path else None)

    def _drop_bare_place(self, keyframe: Keyframe) -> None:
        if keyframe.bare is not None:
            self._store.drop(keyframe.bare.path)

    def _uncount_dropped(self, taken: RetractedState) -> None:
        """Stop counting a state that was dropped for space and is now retracted."""
        gone = next((keyframe for keyframe in self._dropped_last if keyframe.timestamp_ms == taken.time_ms), None)
        if gone is None:
            return
        self._dropped_last.remove(gone)
        self.dropped -= 1
        earlier = sum(keyframe.timestamp_ms < taken.time_ms for keyframe in self.keyframes)
        self._skip(earlier, -1)
        if taken.part:
            self._part_since_ms = gone.began_ms

    def new_pictures(self) -> list[Keyframe]:
        """Keyframes whose pictures were written since the last call, the first `max_frames` of them.

        A later keyframe may replace one of them; the final selection is known at the end.
        """
        found = [
            keyframe
            for keyframe in self.keyframes
            if keyframe.path not in self._announced and self._store.has(keyframe.path)
        ]
        found = found[: self._max_frames - len(self._announced)]
        self._announced.update(keyframe.path for keyframe in found)
        return found

    def ended(self, moving: tuple[Rect, ...], rests: tuple[PointerRest, ...], grid: Grid) -> None:
        """Set the places of the last keyframe that still moved at the end, and each keyframe's pointer rests."""
        if self.keyframes and moving:
            self.keyframes[-1] = replace(self.keyframes[-1], moving=self._boxes(moving, grid))
        for index, keyframe in enumerate(self.keyframes):
            until_ms = float("inf") if keyframe.until_ms is None else keyframe.until_ms
            here = [rest for rest in rests if keyframe.since_ms <= rest.since_ms < until_ms]
            if here:
                turned = tuple(self._turned_rest(rest, grid) for rest in here)
                self.keyframes[index] = replace(keyframe, rests=(*keyframe.rests, *turned))

    def close(self) -> None:
        """Wait until every picture is stored; raises ClaudeScopeError if one could not be written."""
        self._store.close()

    def discard(self) -> None:
        """Remove everything that was written."""
        self._store.discard(
            path
            for keyframe in self.keyframes
            for path in (keyframe.path, *([keyframe.bare.path] if keyframe.bare else []))
        )

    def _drop(self, pointer: PointerDetector) -> None:
        """Drop the state that differs least from its predecessor; the first state stays."""
        least = min(range(1, len(self.keyframes)), key=lambda index: self._distance(self.keyframes[index]), default=0)
        gone = self._forget(least)
        self._skip(least, gone.skipped + 1)
        self._dropped_last.append(gone)
        self.dropped += 1
        if least < len(self.keyframes):
            self._compare_again(least, pointer)

    def _skip(self, index: int, count: int) -> None:
        """Record at keyframe `index` that `count` states before it were dropped."""
        if index < len(self.keyframes):
            later = self.keyframes[index]
            self.keyframes[index] = replace(later, skipped=later.skipped + count)
        else:
            self.skipped += count

    def _forget(self, index: int) -> Keyframe:
        self._drop_bare_place(self.keyframes[index])
        self._store.drop(self.keyframes[index].path)  # while it is listed: `discard` removes it if this fails
        return self.keyframes.pop(index)

    @staticmethod
    def _distance(keyframe: Keyframe) -> tuple[float, float]:
        return keyframe.changed_share, 1 - keyframe.ssim

    def _compare_again(self, index: int, pointer: PointerDetector) -> None:
        before, after = (self._store.luma(self.keyframes[i].path) for i in (index - 1, index))
        if before.shape != after.shape:
            return
        grid = Grid(*before.shape)
        difference = differing_tiles(
            PictureWithPointer(before), PictureWithPointer(after), np.arange(grid.size), grid, pointer
        )
        self.keyframes[index] = self._compared(self.keyframes[index], difference, grid)

    def _compared(self, keyframe: Keyframe, difference: Difference, grid: Grid) -> Keyframe:
        return replace(
            keyframe,
            ssim=round(max(0.0, difference.ssim), 4),
            changed=self._boxes(regions(grid, difference.tiles), grid),
            changed_share=round(len(difference.tiles) / grid.size, 6),
        )

    def _boxes(self, rects: Iterable[Rect], grid: Grid) -> tuple[Box, ...]:
        return tuple(self._turned(rect, grid) for rect in rects)

    def _turned(self, rect: Rect, grid: Grid) -> Box:
        """Convert a rectangle of the coded picture to the picture as shown."""
        x, y, width, height = rect.left, rect.top, rect.width, rect.height
        if self._rotation == 90:
            x, y, width, height = grid.height - y - height, x, height, width
        elif self._rotation == 180:
            x, y = grid.width - x - width, grid.height - y - height
        elif self._rotation == 270:
            x, y, width, height = y, grid.width - x - width, height, width
        return Box(x, y, width, height)

    def _turned_rest(self, rest: PointerRest, grid: Grid) -> Rest:
        return Rest(self._turned(rest.place, grid), rest.since_ms, rest.until_ms, rest.changed_ms)

    def _turned_point(self, point: tuple[int, int] | None, grid: Grid) -> tuple[int, int] | None:
        if point is None:
            return None
        x, y = point
        turned = {
            90: (grid.height - 1 - y, x),
            180: (grid.width - 1 - x, grid.height - 1 - y),
            270: (y, grid.width - 1 - x),
        }
        return turned.get(self._rotation, point)
