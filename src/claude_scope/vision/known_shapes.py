"""Shapes of a picture of which most is known: they are looked for again only around the pixels that changed.

What has no changed pixel near it is the same shape, and so is what holds a change with room around it, as a card holds
a badge. The rest is found by taking apart a piece of the picture that has all of it whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from claude_scope.rect import Rect
from claude_scope.vision.changed import merged
from claude_scope.vision.pictures import STRIDE, Pictures
from claude_scope.vision.scene import Shapes, shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from claude_scope.values import Image

TILE = 8
"""Changed pixels are gathered in tiles of this side."""
REACH = 32
"""With no changed pixel so near, a shape is the same: a straight run that is prolonged over a corner has 20 pixels and
gets 8, a line that is no part of a drawing has 29, a window of a picture 32."""
ROOM = 10
"""What holds a change with so many pixels around it keeps its edges: a run is prolonged by 8 at most."""
MOST = 0.5
"""When more of the picture than this has to be taken apart, taking all of it apart costs no more."""


class _Change(NamedTuple):
    """Where pixels changed, with some room around it, and as far as that has a say in shapes."""

    core: Rect
    reach: Rect


def shapes_again(before: Image, known: Shapes, now: Image) -> Shapes:
    """The shapes of an RGB picture, given those of the one before it, which has the same size."""
    height, width = now.shape[:2]
    changes = [
        _Change(box.grown(ROOM, width, height), box.grown(REACH, width, height)) for box in _changed(before, now)
    ]
    pieces = _pieces(changes, _boxes(known), width, height)
    if sum(piece.width * piece.height for piece in pieces) > MOST * height * width:
        return shapes(now)
    result = _where(known, lambda box: not _concern(changes, box))
    mask = known.pictures.mask.copy()
    for piece in pieces:
        found = shapes(np.ascontiguousarray(piece.of(now)))
        result = _together(result, _where(_moved(found, piece), _found_whole(changes, piece, width, height)))
        for change in changes:
            if piece.contains(change.reach, slack=0):
                own = change.reach.moved(-piece.left, -piece.top)
                mask[_cells(change.reach)] = found.pictures.mask[_cells(own)]
    return replace(result, pictures=Pictures(result.pictures.boxes, mask))


def _changed(before: Image, now: Image) -> list[Rect]:
    """Boxes around the pixels that are not exactly the same."""
    height, width = now.shape[:2]
    differs = np.asarray(cv2.absdiff(before, now)).reshape(height, -1)
    padded = np.pad(differs, ((0, -height % TILE), (0, 3 * (-width % TILE))))
    rows = padded.reshape(-(-height // TILE), TILE, -1).max(axis=1)
    tiles = (rows.reshape(rows.shape[0], -1, 3 * TILE).max(axis=2) > 0).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(tiles, connectivity=8)
    return [
        Rect(left * TILE, top * TILE, min(width, (left + wide) * TILE), min(height, (top + high) * TILE))
        for left, top, wide, high in (tuple(int(side) for side in stats[index, :4]) for index in range(1, count))
    ]


def _pieces(changes: Sequence[_Change], boxes: npt.NDArray[np.int32], width: int, height: int) -> list[Rect]:
    """The places to take apart: around each change, all that it concerns, and what may have a say in that."""
    return merged([_aligned(_around(place, boxes), width, height) for place in changes])


def _around(change: _Change, boxes: npt.NDArray[np.int32]) -> Rect:
    """A place that holds all that a change concerns."""
    (left, top, right, bottom), core, reach = boxes.T, change.core, change.reach
    touching = (left < reach.right) & (reach.left < right) & (top < reach.bottom) & (reach.top < bottom)
    holding = (left <= core.left) & (top <= core.top) & (right >= core.right) & (bottom >= core.bottom)
    own = boxes[touching & ~holding]
    if not len(own):
        return reach
    (left_most, top_most, _, _), (_, _, right_most, bottom_most) = own.min(axis=0), own.max(axis=0)
    return reach.union(Rect(int(left_most), int(top_most), int(right_most), int(bottom_most)))


def _aligned(place: Rect, width: int, height: int) -> Rect:
    left, top, right, bottom = place.grown(REACH, width, height)
    return Rect(
        left - left % STRIDE,
        top - top % STRIDE,
        min(width, right + -right % STRIDE),
        min(height, bottom + -bottom % STRIDE),
    )


def _concern(changes: Sequence[_Change], box: Rect) -> bool:
    """Whether a shape has a change at its edge, or is one."""
    return any(change.reach.touches(box) and not box.contains(change.core, slack=0) for change in changes)


def _found_whole(changes: Sequence[_Change], piece: Rect, width: int, height: int) -> Callable[[Rect], bool]:
    """Which shapes of a piece are new: those with a change at their edge that the piece does not cut off."""
    inside = Rect(
        piece.left + 2 if piece.left else 0,
        piece.top + 2 if piece.top else 0,
        piece.right - 2 if piece.right < width else width,
        piece.bottom - 2 if piece.bottom < height else height,
    )
    return lambda box: inside.contains(box, slack=0) and _concern(changes, box)


def _boxes(found: Shapes) -> npt.NDArray[np.int32]:
    """The places of all shapes, shape (count, 4)."""
    boxes = [one.box for one in found.surfaces] + [one.box for one in found.marks]
    boxes += [one.box for one in found.boxed] + [one.box for one in found.switches]
    return np.array([*boxes, *found.blobs, *found.pictures.boxes], np.int32).reshape(-1, 4)


def _where(found: Shapes, wanted: Callable[[Rect], bool]) -> Shapes:
    return Shapes(
        [one for one in found.surfaces if wanted(one.box)],
        [one for one in found.marks if wanted(one.box)],
        [one for one in found.boxed if wanted(one.box)],
        [box for box in found.blobs if wanted(box)],
        [one for one in found.switches if wanted(one.box)],
        Pictures([box for box in found.pictures.boxes if wanted(box)], found.pictures.mask),
    )


def _moved(found: Shapes, piece: Rect) -> Shapes:
    """The shapes of a piece as shapes of the picture."""
    right, down = piece.left, piece.top
    signs = [replace(one.sign, box=one.sign.box.moved(right, down)) for one in found.boxed]
    return Shapes(
        [replace(one, box=one.box.moved(right, down)) for one in found.surfaces],
        [replace(one, box=one.box.moved(right, down)) for one in found.marks],
        [replace(one, box=one.box.moved(right, down), sign=sign) for one, sign in zip(found.boxed, signs, strict=True)],
        [box.moved(right, down) for box in found.blobs],
        [replace(one, box=one.box.moved(right, down)) for one in found.switches],
        Pictures([box.moved(right, down) for box in found.pictures.boxes], found.pictures.mask),
    )


def _together(one: Shapes, other: Shapes) -> Shapes:
    surfaces = sorted([*one.surfaces, *other.surfaces], key=lambda surface: -surface.box.width * surface.box.height)
    return Shapes(
        surfaces,
        [*one.marks, *other.marks],
        [*one.boxed, *other.boxed],
        [*one.blobs, *other.blobs],
        [*one.switches, *other.switches],
        Pictures([*one.pictures.boxes, *other.pictures.boxes], one.pictures.mask),
    )


def _cells(box: Rect) -> tuple[slice, slice]:
    """The cells of the mask of pictures that a box lies in."""
    rows = slice(box.top // STRIDE, -(-box.bottom // STRIDE))
    return rows, slice(box.left // STRIDE, -(-box.right // STRIDE))
