"""Reuse the shapes of the previous picture, except around changed pixels.

A shape without changed pixels nearby is reused. So is a shape that is too large for an icon and contains the change
with a margin, like a card with a badge; only the pixels of its fill's colour are counted again. All other shapes are
found again in a crop that contains them whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.incremental.changed_regions import TILE, merge_overlapping
from claude_scope.vision.scene.scene import Shapes, find_shapes
from claude_scope.vision.shapes.foreground import difference
from claude_scope.vision.shapes.image_regions import STRIDE, Pictures
from claude_scope.vision.shapes.surfaces import COLOUR_STEPS

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.values import Image

    Boxes = npt.NDArray[np.int32]

SHAPE_REACH_PX = 32
"""A shape is the same if no pixel changed within this distance: an extended run has 20 pixels and 8 more, a border 29,
a window of a photograph 32."""
EDGE_ROOM_PX = 10
"""A shape that contains a change with this margin keeps its edges: a run is extended by 8 at most."""
MAX_ICON_PX = 120
"""Shapes up to this length may depend on their inside, and are found again after any change in it: a checkbox has up to
48 pixels, the button of an icon 60, the box of a count 40 x 120."""
MAX_CORE_SHARE = 0.25
"""A change that covers a larger share of a shape may change its fill, which is its most common colour."""
MAX_PIECES_SHARE = 0.5
"""If the crops cover a larger share of the picture, finding all shapes again costs no more."""


class _Changes(NamedTuple):
    """Boxes of the changes, shape (count, 4), one row for each change.

    `cores` are the changed pixels with a margin of `EDGE_ROOM_PX`, `reaches` with a margin of `SHAPE_REACH_PX`.
    """

    cores: Boxes
    reaches: Boxes


def update_shapes(before: Image, known: Shapes, now: Image) -> Shapes:
    """Return the shapes of an RGB picture, given those of the previous picture of the same size."""
    height, width = now.shape[:2]
    changed = _changed(before, now)
    changes = _Changes(_grown(changed, EDGE_ROOM_PX, width, height), _grown(changed, SHAPE_REACH_PX, width, height))
    boxes = _boxes(known)
    affected = _affected(changes, boxes)
    pieces = _pieces(changes, boxes, affected, width, height)
    if sum(piece.width * piece.height for piece in pieces) > MAX_PIECES_SHARE * height * width:
        return find_shapes(now)
    result = _recount_areas(_select(known, ~np.any(affected, axis=1)), changes, before, now)
    mask = known.pictures.mask.copy()
    reaches = [Rect(*reach) for reach in changes.reaches.tolist()]
    for piece in pieces:
        found = find_shapes(np.ascontiguousarray(piece.of(now)), known.patterns)
        result = _combine(result, _new_shapes(_shift(found, piece), changes, piece, width, height))
        for reach in reaches:
            if piece.contains(reach, slack=0):
                mask[_cells(reach)] = found.pictures.mask[_cells(reach.moved(-piece.left, -piece.top))]
    return replace(result, pictures=Pictures(result.pictures.boxes, mask))


def _changed(before: Image, now: Image) -> Boxes:
    """Boxes around the pixels that differ at all."""
    height, width = now.shape[:2]
    differs = np.asarray(cv2.absdiff(before, now)).reshape(height, -1)
    padded = np.pad(differs, ((0, -height % TILE), (0, 3 * (-width % TILE))))
    rows = padded.reshape(-(-height // TILE), TILE, -1).max(axis=1)
    tiles = (rows.reshape(rows.shape[0], -1, 3 * TILE).max(axis=2) > 0).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(tiles, connectivity=8)
    left, top, wide, high = stats[1:count, :4].T * TILE
    return np.stack([left, top, np.minimum(left + wide, width), np.minimum(top + high, height)], axis=1)


def _grown(boxes: Boxes, by: int, width: int, height: int) -> Boxes:
    """Boxes grown by some pixels on every side, inside of a picture of that size."""
    grown: Boxes = np.clip(boxes + np.array([-by, -by, by, by], np.int32), 0, [width, height, width, height])
    return grown


def _affected(changes: _Changes, boxes: Boxes) -> npt.NDArray[np.bool_]:
    """Which shapes each change affects, shape (shapes, changes): those near it, except large ones that contain it."""
    left, top, right, bottom = boxes.T[:, :, None]
    core, reach = changes.cores.T, changes.reaches.T
    near = (left < reach[2]) & (reach[0] < right) & (top < reach[3]) & (reach[1] < bottom)
    area, changed = (right - left) * (bottom - top), (core[2] - core[0]) * (core[3] - core[1])
    large = (np.maximum(right - left, bottom - top) > MAX_ICON_PX) & (changed <= MAX_CORE_SHARE * area)
    affected: npt.NDArray[np.bool_] = near & ~(_hold(boxes, changes.cores) & large)
    return affected


def _hold(boxes: Boxes, places: Boxes) -> npt.NDArray[np.bool_]:
    """Which boxes contain each place, shape (boxes, places)."""
    left, top, right, bottom = boxes.T[:, :, None]
    place = places.T
    hold: npt.NDArray[np.bool_] = (left <= place[0]) & (top <= place[1]) & (right >= place[2]) & (bottom >= place[3])
    return hold


def _pieces(changes: _Changes, boxes: Boxes, affected: npt.NDArray[np.bool_], width: int, height: int) -> list[Rect]:
    """The crops to search again: each contains a change, the shapes that it affects, and their reach."""
    places = []
    for index, reach in enumerate(changes.reaches):
        own = np.vstack([reach, boxes[affected[:, index]]])
        place = Rect(*own[:, :2].min(axis=0).tolist(), *own[:, 2:].max(axis=0).tolist())
        places.append(_aligned(place, width, height))
    return merge_overlapping(places)


def _aligned(place: Rect, width: int, height: int) -> Rect:
    left, top, right, bottom = place.grown(SHAPE_REACH_PX, width, height)
    return Rect(
        left - left % STRIDE,
        top - top % STRIDE,
        min(width, right + -right % STRIDE),
        min(height, bottom + -bottom % STRIDE),
    )


def _new_shapes(found: Shapes, changes: _Changes, piece: Rect, width: int, height: int) -> Shapes:
    """The new shapes of a crop: those that a change affects and that the crop does not cut."""
    left, top, right, bottom = (_boxes(found) - np.array(piece, np.int32)).T
    inside = (left >= (2 if piece.left else 0)) & (top >= (2 if piece.top else 0))
    inside &= (right <= (-2 if piece.right < width else 0)) & (bottom <= (-2 if piece.bottom < height else 0))
    return _select(found, inside & _affected(changes, _boxes(found)).any(axis=1))


def _recount_areas(unaffected: Shapes, changes: _Changes, before: Image, now: Image) -> Shapes:
    """Correct the area of the smallest surface around each change."""
    surfaces = list(unaffected.surfaces)
    places = merge_overlapping([Rect(*core) for core in changes.cores.tolist()])
    hold = _hold(
        np.array([surface.box for surface in surfaces], np.int32).reshape(-1, 4),
        np.array(places, np.int32).reshape(-1, 4),
    )
    for place, holders in zip(places, hold.T, strict=True):
        if holders.any():
            smallest = int(np.flatnonzero(holders)[-1])
            one = surfaces[smallest]
            more = _flat(place.of(now), one.fill) - _flat(place.of(before), one.fill)
            surfaces[smallest] = replace(one, area=one.area + more)
    return replace(unaffected, surfaces=surfaces)


def _flat(piece: Image, fill: npt.NDArray[np.float32]) -> int:
    """Count the pixels of a colour whose neighbours have it too; a surface's area is counted in this way."""
    alike = (difference(piece, fill) < COLOUR_STEPS[0]).astype(np.uint8)
    return int(cv2.erode(alike, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))).sum())


def _boxes(found: Shapes) -> Boxes:
    """The boxes of all shapes, shape (count, 4)."""
    boxes = [surface.box for surface in found.surfaces] + [mark.box for mark in found.marks]
    boxes += [*(element.box for element in found.boxed), *(switch.box for switch in found.switches)]
    return np.array([*boxes, *found.pictures.boxes], np.int32).reshape(-1, 4)


def _select(found: Shapes, wanted: npt.NDArray[np.bool_]) -> Shapes:
    """Return the shapes whose flag in `wanted` is set; the flags have the order of `_boxes`."""
    flags = iter(wanted.tolist())
    return Shapes(
        [surface for surface in found.surfaces if next(flags)],
        [mark for mark in found.marks if next(flags)],
        [item for item in found.boxed if next(flags)],
        [switch for switch in found.switches if next(flags)],
        Pictures([box for box in found.pictures.boxes if next(flags)], found.pictures.mask),
        found.patterns,
    )


def _shift(found: Shapes, piece: Rect) -> Shapes:
    """Move the shapes of a crop to their place in the whole picture."""
    right, down = piece.left, piece.top
    signs = [replace(item.sign, box=item.sign.box.moved(right, down)) for item in found.boxed]
    return Shapes(
        [replace(surface, box=surface.box.moved(right, down)) for surface in found.surfaces],
        [replace(mark, box=mark.box.moved(right, down)) for mark in found.marks],
        [
            replace(element, box=element.box.moved(right, down), sign=sign)
            for element, sign in zip(found.boxed, signs, strict=True)
        ],
        [replace(switch, box=switch.box.moved(right, down)) for switch in found.switches],
        Pictures([box.moved(right, down) for box in found.pictures.boxes], found.pictures.mask),
        found.patterns,
    )


def _combine(one: Shapes, other: Shapes) -> Shapes:
    surfaces = sorted([*one.surfaces, *other.surfaces], key=lambda surface: -surface.box.width * surface.box.height)
    return Shapes(
        surfaces,
        [*one.marks, *other.marks],
        [*one.boxed, *other.boxed],
        [*one.switches, *other.switches],
        Pictures([*one.pictures.boxes, *other.pictures.boxes], one.pictures.mask),
        tuple(dict.fromkeys((*one.patterns, *other.patterns))),
    )


def _cells(box: Rect) -> tuple[slice, slice]:
    """The rows and columns of the pictures' mask that a box covers."""
    rows = slice(box.top // STRIDE, -(-box.bottom // STRIDE))
    return rows, slice(box.left // STRIDE, -(-box.right // STRIDE))
