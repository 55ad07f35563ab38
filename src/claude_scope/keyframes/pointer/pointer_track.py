"""Follows the mouse pointer by the changes where it leaves and where it arrives, regardless of its shape.

A pointer takes another shape over links and fields, and controls under it get a hover effect. So its place is where a
sample changed, apart from where the pointer was before: the pointer itself, or the control under it. If the page
changed as well, the place is unknown until something leaves a place at which it arrived in an earlier sample.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.keyframes.changes.residue import is_caret
from claude_scope.keyframes.changes.tiles import TILE
from claude_scope.keyframes.pointer.pointer_sprite import MAX_SIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.keyframes.changes.activity import Sample
    from claude_scope.keyframes.changes.blobs import Mask, Patch
    from claude_scope.keyframes.changes.tiles import Grid, Ids
    from claude_scope.keyframes.pointer.pointer_sprite import SpritePosition

MIN_REST_MS = 150
"""A pointer that rests for less may be on its way: samples are 120 ms apart."""
MIN_PIXELS = 12
"""Fewer changed pixels are noise around a shape."""
MIN_SIDE, MAX_POINTER = 6, MAX_SIDE + 8
"""Smallest and largest side of a pointer in pixels, with the codec's smear around it."""
MAX_CONTROL = (700, 140)
"""Largest width and height of a control with a hover effect, in pixels: a row of a menu, a large button."""
MAX_BLOBS = 8
"""If more places change at once, it is the page that changes."""
LEFT_SHARE = 0.5
"""When a pointer leaves, at least this share of the pixels that changed when it came changes again. Of a typed letter
and its caret, only the caret changes again."""
MAX_CANDIDATES = 8
CANDIDATE_MS = 1_500
"""A place at which something arrived may be the pointer's for this time, and the pointer may still be at its place for
this time after other places began to change."""
JOINED_PX, TOUCHING_PX = 16, 3
MIN_STEP_PX = 8
"""A shape that moves by less turns on the spot, as a spinner does."""
SAME_SIDE_PX = 6
MIN_FADE = 8.0
"""Minimum difference, in levels of brightness, by which a shape stands out more where it is than where it was."""


class PointerRest(NamedTuple):
    """The place of the pointer, or of the control under it, in pixels of the coded picture, and how long it rested.

    `changed_ms` is when something else first changed during the rest or at its end; None if nothing did.
    """

    place: Rect
    since_ms: int
    until_ms: int
    changed_ms: int | None


class PointerMove(NamedTuple):
    """The place that the pointer left, and the one at which it arrived; None where it is unknown."""

    left: Rect | None
    came: Rect | None


class _Blob(NamedTuple):
    """A place that changed, and its number of changed pixels; `patch` is None if it belongs to several patches."""

    place: Rect
    pixels: int
    patch: Patch | None = None

    def leaves(self, other: _Blob) -> bool:
        """Whether at least `LEFT_SHARE` of the pixels that another blob changed change again."""
        if self.patch is None or not self.place.touches(other.place):
            return False
        area = self.patch.area
        inner = other.place.moved(-area.left, -area.top).grown(0, area.width, area.height)
        changed = np.count_nonzero(self.patch.mask[inner.top : inner.bottom, inner.left : inner.right])
        return bool(changed >= LEFT_SHARE * other.pixels)


class PointerTrack:
    """Tracks where the pointer rests; samples come in time order."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._found: list[PointerRest] = []
        self._at: _Blob | None = None
        self._since_ms = self._now_ms = 0
        self._changed_ms: int | None = None
        self._candidates: list[_Blob] = []
        self._candidates_ms = 0
        self.move: PointerMove | None = None
        """The move of the pointer in the last sample, if any."""

    def note(self, sample: Sample, running: Mask | None) -> None:
        """Process the next sample; tiles in which an animation is `running` are ignored."""
        self._now_ms, self.move = sample.time_ms, None
        if not len(sample.active):
            return
        if sample.spot is not None:
            self._move(sample.time_ms, _sprite_blob(sample.spot))
            return
        calm = [patch for patch in sample.patches if running is None or not running[patch.ids].all()]
        blobs = [blob for patch in calm if not is_caret(patch) and (blob := _blob(patch, patch.mask))]
        if self._at is not None and self._changed_ms is None and self._is_elsewhere(sample, blobs):
            self._changed_ms = sample.time_ms
        if len(sample.large):
            self._page_changed(sample, blobs)
        elif len(blobs) > MAX_BLOBS:
            self._candidates = []
        elif blobs and not self._leave(sample.time_ms, blobs):
            self._find(sample.time_ms, blobs)

    @property
    def tip(self) -> tuple[int, int] | None:
        """The pixel that the pointer points at; None if unknown: it may have left while something else changed."""
        is_stale = self._changed_ms is not None and self._now_ms - self._changed_ms > CANDIDATE_MS
        return tip_of(self._at.place) if self._at and not is_stale else None

    def rests(self, ended_ms: int) -> tuple[PointerRest, ...]:
        """All rests, for a recording that ended at this time."""
        self._move(ended_ms, None)
        return tuple(self._found)

    def _is_elsewhere(self, sample: Sample, blobs: Sequence[_Blob]) -> bool:
        """Whether something changed apart from the pointer and its place; changes that touch it are hover effects."""
        if self._at is None or any(blob.leaves(self._at) for blob in blobs):
            return bool(len(sample.large))
        place = self._at.place
        return bool(len(sample.large)) or any(not _touches(blob.place, place, JOINED_PX) for blob in blobs)

    def _page_changed(self, sample: Sample, blobs: Sequence[_Blob]) -> None:
        """Forget the pointer's place if the page changed there; it and other small changed places become candidates."""
        small = [blob for blob in _joined(blobs) if _is_control(blob.place)] if len(blobs) <= MAX_BLOBS else []
        if self._at is not None and self._is_in(self._at.place, sample.active):
            small = [self._at, *small]
            self._move(sample.time_ms, None)
        self._remember(sample.time_ms, small)

    def _leave(self, time_ms: int, blobs: Sequence[_Blob]) -> bool:
        """Follow the pointer from its last place; returns whether it left that place."""
        if self._at is None:
            return False
        joined = _joined(blobs)
        is_within = len(joined) == 1 and _is_pointer(joined[0].place) and _touches(joined[0].place, self._at.place)
        if is_within and not _is_pointer(self._at.place):
            self._move(time_ms, joined[0])  # within the control that it hovers over
            return True
        if not any(blob.leaves(self._at) for blob in blobs):
            return False
        new = [blob for blob in _without(blobs, self._at.place) if _is_control(blob.place)]
        if len(new) == 1:
            self._move(time_ms, new[0])
        elif new:
            self._move(time_ms, None)
            self._remember(time_ms, new)
        return True

    def _find(self, time_ms: int, blobs: Sequence[_Blob]) -> None:
        """Find a pointer whose place is unknown or was wrong: something leaves a place at which it arrived before."""
        joined = _joined(blobs)
        is_soon = time_ms - self._candidates_ms <= CANDIDATE_MS
        left = [
            candidate for candidate in self._candidates if is_soon and any(blob.leaves(candidate) for blob in blobs)
        ]
        for old in left:
            others = [other.place for other in left if other is not old]
            new = [
                blob for blob in _without(blobs, old.place) if not any(_touches(blob.place, other) for other in others)
            ]
            if len(new) == 1 and _is_control(new[0].place) and _distance(old.place, new[0].place) >= MIN_STEP_PX:
                self._move(time_ms, new[0], old)
                return
        is_one = len(joined) == 1 and _is_pointer(joined[0].place) and self._at is None
        if is_one and is_soon and any(_touches(joined[0].place, candidate.place) for candidate in self._candidates):
            self._move(time_ms, joined[0])  # it came to rest
        elif arrived := _arrived(joined):
            self._move(time_ms, arrived, next(blob for blob in joined if blob is not arrived))
        else:
            self._candidates = []
            self._remember(time_ms, [blob for blob in joined if _is_control(blob.place)])

    def _remember(self, time_ms: int, places: Sequence[_Blob]) -> None:
        if places:
            self._candidates, self._candidates_ms = [*self._candidates, *places][-MAX_CANDIDATES:], time_ms

    def _move(self, time_ms: int, at: _Blob | None, left: _Blob | None = None) -> None:
        """Set the pointer's place, None if unknown; `left` is the place that it left, if it was not the known one."""
        left = left or self._at
        self.move = PointerMove(left.place if left else None, at.place if at else None)
        if self._at is not None and time_ms - self._since_ms >= MIN_REST_MS:
            self._found.append(PointerRest(self._at.place, self._since_ms, time_ms, self._changed_ms))
        self._at, self._since_ms, self._changed_ms, self._candidates = at, time_ms, None, []

    def _is_in(self, place: Rect, ids: Ids) -> bool:
        """Whether any of the tiles overlaps a place."""
        lefts, tops = self._grid.lefts[ids], self._grid.tops[ids]
        across = (lefts < place.right) & (lefts + TILE > place.left)
        return bool((across & (tops < place.bottom) & (tops + TILE > place.top)).any())


def tip_of(place: Rect) -> tuple[int, int]:
    """The pixel that a pointer seen there points at: near its top left corner, or the middle of a control."""
    if not _is_pointer(place):
        return round(place.centre[0]), round(place.centre[1])
    return place.left + place.width // 3, place.top + place.height // 4


def _sprite_blob(spot: SpritePosition) -> _Blob:
    height, width = spot.sprite.mask.shape
    return _Blob(Rect(spot.x, spot.y, spot.x + width, spot.y + height), spot.sprite.size)


def _blob(patch: Patch, mask: Mask) -> _Blob | None:
    """The changed pixels of a patch, if they are more than noise."""
    pixels = int(np.count_nonzero(mask))
    if pixels < MIN_PIXELS:
        return None
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    tight = Rect(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    return _Blob(tight.moved(patch.area.left, patch.area.top), pixels, patch._replace(mask=mask))


def _without(blobs: Sequence[_Blob], place: Rect) -> list[_Blob]:
    """The blobs of the changes outside of a place."""
    found = []
    for blob in blobs:
        if blob.patch is None:
            continue
        mask, area = blob.patch.mask.copy(), blob.patch.area
        inner = place.moved(-area.left, -area.top).grown(TOUCHING_PX, area.width, area.height)
        mask[inner.top : inner.bottom, inner.left : inner.right] = False
        if rest := _blob(blob.patch, mask):
            found.append(rest)
    return _joined(found)


def _joined(blobs: Sequence[_Blob]) -> list[_Blob]:
    """The blobs, with those joined that are close to each other."""
    found: list[_Blob] = []
    for blob in blobs:
        near = next((at for at, other in enumerate(found) if _touches(other.place, blob.place, JOINED_PX)), None)
        if near is None:
            found.append(blob)
        else:
            found[near] = _Blob(found[near].place.union(blob.place), found[near].pixels + blob.pixels)
    return found


def _arrived(blobs: Sequence[_Blob]) -> _Blob | None:
    """The place at which a shape arrived, if its move was the only change; otherwise None."""
    if len(blobs) != 2 or not all(_is_pointer(blob.place) for blob in blobs):
        return None
    one, two = blobs
    sides = abs(one.place.width - two.place.width), abs(one.place.height - two.place.height)
    if one.patch is None or two.patch is None or max(sides) > SAME_SIDE_PX:
        return None
    fades = _fade(one.patch), _fade(two.patch)
    if max(fades) < MIN_FADE or min(fades) > -MIN_FADE:
        return None
    return two if fades[0] > fades[1] else one


def _fade(patch: Patch) -> float:
    """The levels of brightness by which the changed shape stood out more before than it does now."""
    rows, columns = np.flatnonzero(patch.mask.any(axis=1)), np.flatnonzero(patch.mask.any(axis=0))
    tight = Rect(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    near = tight.grown(4, patch.area.width, patch.area.height)
    around = np.zeros_like(patch.mask)
    around[near.top : near.bottom, near.left : near.right] = True
    around &= ~patch.mask
    if not around.any():
        return 0.0
    before, now = (picture.astype(np.int16) for picture in (patch.before, patch.after))
    stood, stands = (
        float(np.abs(picture[patch.mask] - np.median(picture[around])).mean()) for picture in (before, now)
    )
    return stood - stands


def _is_pointer(place: Rect) -> bool:
    return min(place.width, place.height) >= MIN_SIDE and max(place.width, place.height) <= MAX_POINTER


def _is_control(place: Rect) -> bool:
    return place.width <= MAX_CONTROL[0] and place.height <= MAX_CONTROL[1]


def _touches(one: Rect, other: Rect, within: int = TOUCHING_PX) -> bool:
    return Rect(one.left - within, one.top - within, one.right + within, one.bottom + within).touches(other)


def _distance(one: Rect, other: Rect) -> float:
    (x, y), (to_x, to_y) = one.centre, other.centre
    return max(abs(x - to_x), abs(y - to_y))
