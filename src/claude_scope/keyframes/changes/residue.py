"""Removes the pointer and carets from the difference of two pictures; the rest is the residue."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.keyframes.changes.blobs import (
    STEP,
    Mask,
    Patch,
    absolute_difference,
    bounding_box,
    changed_rectangles,
    connected_tiles,
)
from claude_scope.keyframes.changes.tiles import TILE, pixels_in
from claude_scope.keyframes.pointer.pointer_sprite import MAX_SIDE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_scope.geometry import Rect
    from claude_scope.keyframes.changes.tiles import Grid, Ids, Luma
    from claude_scope.keyframes.pointer.pointer_detection import PointerDetector
    from claude_scope.keyframes.pointer.pointer_sprite import SpritePosition

MAX_GROUP_TILES = 64
"""A larger group of tiles is neither a pointer nor a caret, and is not examined."""

SPECKLE = 6
"""At most this many pixels may remain of a pointer or caret: they are ringing around the shape."""

CARET_WIDTH = 4
CARET_HEIGHT = 9
_CARET_FILL = 0.8
CARET_TILES = 4
"""A caret changes at most this many tiles: it is at most as high as two tiles, and may be between two."""


def cut_patches(before: Luma, after: Luma, small: Iterable[Ids], grid: Grid, *, copy: bool = False) -> list[Patch]:
    """Cut groups of tiles out of two pictures; with `copy`, the patches do not need the pictures afterwards."""
    cut = []
    for ids in small:
        area = bounding_box(grid, ids).grown(MAX_SIDE // 2, grid.width, grid.height)
        old, new = area.of(before), area.of(after)
        if copy:
            old, new = old.copy(), new.copy()
        cut.append(Patch(ids, area, old, new, absolute_difference(old, new) >= STEP))
    return cut


def small_groups(grid: Grid, ids: Ids) -> tuple[list[Ids], Ids]:
    """Return the groups small enough to be a pointer or a caret, and the tiles of all larger groups."""
    together = connected_tiles(grid, ids)
    small = [group for group in together if len(group) <= MAX_GROUP_TILES]
    large = [group for group in together if len(group) > MAX_GROUP_TILES]
    return small, np.concatenate(large) if large else ids[:0]


class Residue(NamedTuple):
    """The unexplained changed pixels of each patch, and the pointer position before and after."""

    masks: list[Mask]
    before: SpritePosition | None
    after: SpritePosition | None


def residue(
    cut: list[Patch],
    grid: Grid,
    pointer: PointerDetector,
    before: SpritePosition | None = None,
    after: SpritePosition | None = None,
) -> Residue:
    """Remove the pointer and carets from patches; `before` and `after` are the assumed pointer positions."""
    masks = [patch.mask.copy() for patch in cut]
    areas = [patch.area for patch in cut]
    before = pointer.locate([(patch.area, patch.before) for patch in cut], masks, before)
    pointer.erase(before, areas, masks)
    after = pointer.locate([(patch.area, patch.after) for patch in cut], masks, after)
    pointer.erase(after, areas, masks)
    spot = before or after
    if spot is not None and (before is None or after is None):
        _erase_at_edges(cut, masks, grid, spot)
    for mask in masks:
        _erase_carets(mask)
    return Residue(masks, before, after)


def residual_tiles(patch: Patch, mask: Mask, grid: Grid) -> Ids:
    """The tiles of a patch in which its `mask` has more than a speckle."""
    if np.count_nonzero(mask) <= SPECKLE:
        return patch.ids[:0]
    return patch.ids[pixels_in(_by_tile(patch, mask, grid)) > SPECKLE]


def residual_pixels(patch: Patch, mask: Mask, grid: Grid) -> Mask:
    """The `mask` of a patch in each of its tiles, (n, 16, 16), without speckles."""
    left = _by_tile(patch, mask, grid)
    left[pixels_in(left) <= SPECKLE] = False
    return left


def is_caret(patch: Patch) -> bool:
    """Whether only a caret changed in a patch, judging by its shape."""
    if len(patch.ids) > CARET_TILES:
        return False
    mask = patch.mask.copy()
    _erase_carets(mask)
    return bool(np.count_nonzero(mask) <= SPECKLE)


def _by_tile(patch: Patch, mask: Mask, grid: Grid) -> Mask:
    tops, lefts = grid.tops[patch.ids] - patch.area.top, grid.lefts[patch.ids] - patch.area.left
    return np.array([mask[y : y + TILE, x : x + TILE] for y, x in zip(tops.tolist(), lefts.tolist(), strict=True)])


def _erase_at_edges(cut: list[Patch], masks: list[Mask], grid: Grid, spot: SpritePosition) -> None:
    """Clear shapes that may be the pointer, cut off by an edge of the frame in the picture in which it was not found.

    A recorder draws the pointer in the corner until the mouse is moved, without the part above and to the left of its
    tip.
    """
    height, width = spot.sprite.footprint.shape
    for patch, mask in zip(cut, masks, strict=True):
        for part in changed_rectangles(mask) if _is_at_edge(patch.area, grid) else ():
            is_cut = _is_at_edge(part.moved(patch.area.left, patch.area.top), grid)
            if is_cut and part.width <= width and part.height <= height:
                mask[part.top : part.bottom, part.left : part.right] = False


def _is_at_edge(area: Rect, grid: Grid) -> bool:
    return area.left == 0 or area.top == 0 or area.right == grid.width or area.bottom == grid.height


def _erase_carets(mask: Mask) -> None:
    if np.count_nonzero(mask) <= SPECKLE:
        return
    for spot in changed_rectangles(mask, column=math.ceil(CARET_HEIGHT * _CARET_FILL)):
        if _is_caret(mask, spot):
            mask[spot.top : spot.bottom, spot.left : spot.right] = False


def _is_caret(mask: Mask, spot: Rect) -> bool:
    """Whether a rectangle of a mask is a solid vertical line, as a blinking caret is."""
    if spot.width > CARET_WIDTH or spot.height < max(CARET_HEIGHT, 3 * spot.width):
        return False
    return float(mask[spot.top : spot.bottom, spot.left : spot.right].mean()) >= _CARET_FILL
