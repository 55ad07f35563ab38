"""Finds how the place under the mouse pointer looks in another frame of the same state, where the pointer is elsewhere.

In the picture of a state, the pointer covers a place where it arrived earlier, or which it leaves later. The changes of
such a sample are kept as patches anyway: a few kilobytes of brightness around the place.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.keyframes.changes.blobs import STEP, absolute_difference
from claude_scope.keyframes.found_state import UncoveredPlace
from claude_scope.keyframes.pointer.pointer_track import MAX_POINTER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_scope.geometry import Rect
    from claude_scope.keyframes.changes.activity import Sample
    from claude_scope.keyframes.changes.blobs import Mask, Patch
    from claude_scope.keyframes.changes.tiles import Grid, Luma
    from claude_scope.keyframes.pointer.pointer_track import PointerMove

MARGIN_PX = 12
"""Margin around the pointer, from which the colours of its place are taken; patches reach 32 pixels around a change."""
HALO_PX = 3
"""Pixels around the pointer that compression changes with it."""
MAX_MOVES = 16
"""At most this many moves are remembered: samples are 120 ms apart, and a pointer comes to rest in a second."""
MIN_COVERED_PIXELS = 20


class _Picture(NamedTuple):
    """The picture of a state that began at `since_ms`."""

    time_ms: int
    since_ms: int
    luma: Luma


class _Move(NamedTuple):
    """A sample in which the pointer moved, with the patches that changed in it."""

    time_ms: int
    pointer: PointerMove
    patches: list[Patch]


class _Frame(NamedTuple):
    """Parts of a frame, and the place of the pointer in it."""

    time_ms: int
    pointer: Rect | None
    parts: list[tuple[Rect, Luma]]

    def cut(self, area: Rect) -> Luma | None:
        """The pixels of a place; None if they are not known."""
        for place, pixels in self.parts:
            if place.contains(area, slack=0):
                return area.moved(-place.left, -place.top).of(pixels)
        return None


class BarePlaceFinder:
    """Takes the moves of the pointer and the pictures of states as they come."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._moves: deque[_Move] = deque(maxlen=MAX_MOVES)
        self._picture: _Picture | None = None

    def note(self, sample: Sample, move: PointerMove) -> None:
        """Record that the pointer moved in a sample; samples come in time order."""
        self._moves.append(_Move(sample.time_ms, move, sample.patches))

    def look_at(self, time_ms: int, since_ms: int, luma: Luma) -> None:
        """Examine the picture of a new state from now on, or a later picture of the last one."""
        self._picture = _Picture(time_ms, since_ms, luma)

    def state_ended(self) -> None:
        """Note that frames from now on show another state."""
        self._picture = None

    def find(self) -> UncoveredPlace | None:
        """The place under the pointer in the picture, as soon as another frame shows it; returned only once."""
        picture = self._picture
        if picture is None:
            return None
        came = [move for move in self._moves if picture.since_ms < move.time_ms <= picture.time_ms]
        left = [move for move in self._moves if move.time_ms > picture.time_ms]
        found = None
        if came:
            frames = (_Frame(frame.time_ms, frame.pointer.left, _parts(frame, 0)) for frame in reversed(came))
            found = self._uncovered(picture, came[-1].pointer.came, frames)
        if found is None and left:
            frames = (_Frame(frame.time_ms, frame.pointer.came, _parts(frame, 1)) for frame in left)
            found = self._uncovered(picture, left[0].pointer.left, frames)
        if found is not None:
            self._picture = None
        return found

    def _uncovered(self, picture: _Picture, place: Rect | None, frames: Iterable[_Frame]) -> UncoveredPlace | None:
        """The place in the first frame without the pointer there that is otherwise equal; None if no frame is."""
        if place is None or max(place.width, place.height) > MAX_POINTER:
            return None
        area = place.grown(MARGIN_PX, self._grid.width, self._grid.height)
        for frame in frames:
            bare = frame.cut(area)
            if bare is None or frame.pointer is None or frame.pointer.touches(area):
                continue
            shown = area.of(picture.luma)
            if _differs_only_in(place.moved(-area.left, -area.top), shown, bare):
                return UncoveredPlace(picture.time_ms, area, shown.copy(), bare.copy(), frame.time_ms)
        return None


def _parts(move: _Move, which: int) -> list[tuple[Rect, Luma]]:
    """The patches of a move, with their pixels before (0) or after it (1)."""
    return [(patch.area, (patch.before, patch.after)[which]) for patch in move.patches]


def _differs_only_in(place: Rect, one: Luma, other: Luma) -> bool:
    """Whether two pictures differ where the pointer is, and nowhere else."""
    differing: Mask = absolute_difference(one, other) >= STEP
    inside = place.grown(HALO_PX, one.shape[1], one.shape[0])
    covered = np.count_nonzero(differing[inside.top : inside.bottom, inside.left : inside.right])
    return bool(covered >= MIN_COVERED_PIXELS and covered == np.count_nonzero(differing))
