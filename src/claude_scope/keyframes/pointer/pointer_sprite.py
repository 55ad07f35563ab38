"""The picture of a mouse pointer: learned from one move, found in other pictures."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from claude_scope.keyframes.changes.blobs import STEP, absolute_difference

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.geometry import Rect
    from claude_scope.keyframes.changes.blobs import Mask
    from claude_scope.keyframes.changes.tiles import Luma

MIN_SIDE, MAX_SIDE = 8, 64
"""Smallest and largest side of a pointer in pixels: a small arrow at 1x, a large one on a high-density screen."""

HALO = 2
"""Pixels around a sprite that compression changes with it."""

MOVES_TO_TRUST = 3
"""A shape is trusted after this many moves: one may be a radio button, two a carousel's dots; pointers keep moving."""

MIN_PIXELS = 40
"""A pointer changes at least this many pixels where it leaves and where it arrives."""

_MIN_TRAVEL = 48
"""Minimum distance in pixels between the outermost places: the parts of a spinner move too, but not away."""

_SHAPE_TOLERANCE = 3
_MAX_MEAN_DIFFERENCE = 32.0
"""Largest mean difference of brightness between two pictures of one shape; compression blurs a small one most."""

_EDGE_SHARE = 0.7
_MIN_CHANGED_SHARE = 0.25
"""Minimum share of a sprite's pixels that change when it comes or goes, even by a pixel or two."""

_TIP_FILL = 0.7
_MAX_EMPTY_FILL = 0.2
_PROBES = 8
_MAX_CANDIDATES = 6


class Sprite:
    """A moving shape: its pixels, its mask, and how often it moved."""

    def __init__(self, pixels: Luma, mask: Mask) -> None:
        self.pixels, self.mask = pixels, mask
        self.moves = 0
        self._last = (0, 0)
        self._extent: tuple[int, int, int, int] | None = None

    @property
    def trusted(self) -> bool:
        """Whether it moved often and far enough to be a pointer; an arrow needs only one move."""
        if self.is_arrow:
            return True
        left, top, right, bottom = self._extent or (0, 0, 0, 0)
        return self.moves >= MOVES_TO_TRUST and max(right - left, bottom - top) >= _MIN_TRAVEL

    def same_shape(self, other: Sprite) -> bool:
        """Whether two sprites show one shape, apart from compression noise."""
        height = min(self.mask.shape[0], other.mask.shape[0])
        width = min(self.mask.shape[1], other.mask.shape[1])
        if max(self.mask.shape[0], other.mask.shape[0]) - height > _SHAPE_TOLERANCE:
            return False
        if max(self.mask.shape[1], other.mask.shape[1]) - width > _SHAPE_TOLERANCE:
            return False
        one, two = self.mask[:height, :width], other.mask[:height, :width]
        both = one & two
        if both.sum() < 0.5 * min(one.sum(), two.sum()):
            return False
        return (
            _mean_difference(self.pixels[:height, :width], other.pixels[:height, :width], both) <= _MAX_MEAN_DIFFERENCE
        )

    def is_new_place(self, place: tuple[int, int]) -> bool:
        """Whether a place differs from the last one at which the sprite arrived."""
        return max(abs(self._last[0] - place[0]), abs(self._last[1] - place[1])) >= MIN_SIDE

    def count_move(self, place: tuple[int, int]) -> None:
        """Count a move and its distance."""
        self.moves += 1
        self._last = x, y = place
        left, top, right, bottom = self._extent or (x, y, x, y)
        self._extent = min(left, x), min(top, y), max(right, x), max(bottom, y)

    def learn(self, seen: Sprite) -> bool:
        """Adopt a more complete picture: a plain background shows more of the shape. Returns whether it was adopted."""
        if seen.mask.sum() <= self.mask.sum():
            return False
        self.pixels, self.mask = seen.pixels, seen.mask
        for name in ("size", "footprint", "probes", "_ring", "_inside", "is_arrow", "_is_two_toned"):
            self.__dict__.pop(name, None)
        return True

    @cached_property
    def size(self) -> int:
        """The number of its pixels."""
        return int(np.count_nonzero(self.mask))

    @cached_property
    def footprint(self) -> Mask:
        """The mask with its halo, `HALO` pixels larger on every side."""
        grown = np.pad(self.mask, HALO)
        for axis in (0, 1):
            wide = grown.copy()
            for shift in range(1, HALO + 1):
                wide |= np.roll(grown, shift, axis) | np.roll(grown, -shift, axis)
            grown = wide
        return grown

    @cached_property
    def probes(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """A few pixels spread over the mask, as rows and columns."""
        ys, xs = np.nonzero(self.mask)
        chosen = np.linspace(0, len(ys) - 1, min(len(ys), _PROBES)).astype(np.intp)
        return ys[chosen], xs[chosen]

    @cached_property
    def _ring(self) -> Mask:
        return self.footprint & ~np.pad(self.mask, HALO)

    @cached_property
    def _inside(self) -> int:
        return int(np.median(self.pixels[self.mask]))

    @cached_property
    def _is_two_toned(self) -> bool:
        """Whether its outline has another colour, so that no plain area looks like it."""
        return float(np.abs(self.pixels[self.mask].astype(np.int16) - self._inside).mean()) >= 2 * _MAX_MEAN_DIFFERENCE

    @cached_property
    def is_arrow(self) -> bool:
        """Whether the shape has its tip in the top left corner, and nothing in the top right and bottom left ones."""
        height, width = self.mask.shape
        return bool(
            height > width
            and self.mask[: height // 2, 0].mean() >= _TIP_FILL
            and self.mask[: height // 4, :2].mean() >= _TIP_FILL
            and self.mask[:3, width // 2 :].mean() <= _MAX_EMPTY_FILL
            and self.mask[-(height // 6) :, : width // 4].mean() <= _MAX_EMPTY_FILL
        )

    def stands_out(self, picture: Luma, x: int, y: int) -> bool:
        """Whether there is an edge around the shape; without one, every dark area would contain a dark pointer.

        A black and white sprite needs no edge: it matches nothing else.
        """
        if self._is_two_toned:
            return True
        top, left = y - HALO, x - HALO
        y0, x0 = max(0, top), max(0, left)
        around = picture[y0 : top + self._ring.shape[0], x0 : left + self._ring.shape[1]]
        ring = self._ring[y0 - top :, x0 - left :][: around.shape[0], : around.shape[1]]
        edge = np.abs(around[ring].astype(np.int16) - self._inside) >= STEP
        return len(edge) > 0 and bool(np.count_nonzero(edge) >= _EDGE_SHARE * len(edge))


def moved_sprite(left: tuple[Luma, Luma], old: Rect, arrived: tuple[Luma, Luma], new: Rect) -> Sprite | None:
    """Return the sprite that moved from `old` to `new`, or None; each comes with its pictures before and after.

    The hole that it leaves has the same outline and moves the other way, but it does not stand out.
    """
    if abs(old.width - new.width) > _SHAPE_TOLERANCE or abs(old.height - new.height) > _SHAPE_TOLERANCE:
        return None
    height, width = min(old.height, new.height), min(old.width, new.width)
    was, bare = (old.of(picture)[:height, :width] for picture in left)
    empty, now = (new.of(picture)[:height, :width] for picture in arrived)
    left_mask, arrived_mask = absolute_difference(was, bare) >= STEP, absolute_difference(now, empty) >= STEP
    both = left_mask & arrived_mask
    if both.sum() < max(MIN_PIXELS, 0.6 * (left_mask | arrived_mask).sum()):
        return None
    if _mean_difference(was, now, both) > _MAX_MEAN_DIFFERENCE or _is_hole(now, both):
        return None
    sprite = Sprite(now.copy(), both)
    return sprite if sprite.stands_out(arrived[1], new.left, new.top) else None


def appeared_arrow(before: Luma, after: Luma, place: Rect) -> Sprite | None:
    """Return the arrow that appeared on a plain background in a place of a picture; None if anything else appeared.

    If few frames were recorded, the place that a pointer leaves and the one at which it arrives may never look alike:
    the edge of the frame cut it off, or it was over text.
    """
    was, now = place.of(before), place.of(after)
    change = absolute_difference(was, now)
    mask = change >= STEP
    if mask.sum() < MIN_PIXELS or np.ptp(was) >= STEP or _is_hole(now, mask):
        return None
    sprite = Sprite(now.copy(), mask)
    return sprite if sprite.is_arrow and sprite.stands_out(after, place.left, place.top) else None


def _is_hole(now: Luma, mask: Mask) -> bool:
    """Whether a shape looks like its surroundings; cheaper than `Sprite.stands_out`, which decides."""
    beside = now[~mask]
    return len(beside) > 0 and abs(float(beside.mean()) - float(now[mask].mean())) < STEP


def find_sprite(sprite: Sprite, picture: Luma, changed: Mask) -> tuple[int, int] | None:
    """The place where a sprite is in a picture and covers changed pixels, as (x, y); None if there is none.

    Compares a few probes at every offset, then the whole sprite at the best ones.
    """
    if np.count_nonzero(changed) < _MIN_CHANGED_SHARE * sprite.size:
        return None
    height, width = sprite.mask.shape
    rows, columns = (np.logical_or.reduce(changed, axis=axis).nonzero()[0] for axis in (1, 0))
    top, left = max(0, int(rows[0]) - height + 1), max(0, int(columns[0]) - width + 1)
    bottom = min(int(rows[-1]), picture.shape[0] - height) + 1
    right = min(int(columns[-1]), picture.shape[1] - width) + 1
    if bottom <= top or right <= left:
        return None
    cost = _cost(sprite, picture[top : bottom + height - 1, left : right + width - 1])
    flat, most = cost.ravel(), 1.5 * _MAX_MEAN_DIFFERENCE * len(sprite.probes[0])
    if np.minimum.reduce(flat) > most:
        return None
    best = (
        np.argpartition(flat, _MAX_CANDIDATES)[:_MAX_CANDIDATES]
        if len(flat) > _MAX_CANDIDATES
        else np.arange(len(flat))
    )
    for index in best[np.argsort(flat[best])]:
        if flat[index] > most:
            return None
        y, x = divmod(int(index), cost.shape[1])
        x, y = left + x, top + y
        covered = np.count_nonzero(changed[y : y + height, x : x + width] & sprite.mask)
        if covered >= _MIN_CHANGED_SHARE * sprite.size and sprite_is_at(sprite, picture, x, y):
            return x, y
    return None


def _cost(sprite: Sprite, picture: Luma) -> npt.NDArray[np.uint16]:
    """The total difference of the probes from a picture, at every offset at which the sprite fits."""
    (height, width), (ys, xs) = sprite.mask.shape, sprite.probes
    (row, column), rows, columns = picture.strides, picture.shape[0] - height + 1, picture.shape[1] - width + 1
    offsets = as_strided(picture, (height, width, rows, columns), (row, column, row, column), writeable=False)
    cost: npt.NDArray[np.uint16]
    cost = np.add.reduce(
        absolute_difference(offsets[ys, xs], sprite.pixels[ys, xs, None, None]), axis=0, dtype=np.uint16
    )
    return cost


def sprite_is_at(sprite: Sprite, picture: Luma, x: int, y: int) -> bool:
    """Whether a sprite is visible at a place."""
    height, width = sprite.mask.shape
    if x < 0 or y < 0 or y + height > picture.shape[0] or x + width > picture.shape[1]:
        return False
    here = picture[y : y + height, x : x + width]
    return _mean_difference(here, sprite.pixels, sprite.mask) <= _MAX_MEAN_DIFFERENCE and sprite.stands_out(
        picture, x, y
    )


def _mean_difference(one: Luma, other: Luma, mask: Mask) -> float:
    there = absolute_difference(one, other)[mask]
    return int(np.add.reduce(there, dtype=np.uint32)) / len(there)


class SpritePosition(NamedTuple):
    """A sprite and its top left corner in the whole picture."""

    x: int
    y: int
    sprite: Sprite
