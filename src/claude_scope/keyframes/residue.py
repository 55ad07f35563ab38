"""What is left of a difference between two pictures once pointer and caret are taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.keyframes.blobs import STEP, Mask, Rect, bounds, gap, groups, spots
from claude_scope.keyframes.sprite import MAX_SIDE

if TYPE_CHECKING:
    from claude_scope.keyframes.picture import Luma
    from claude_scope.keyframes.pointer import Pointer, Spot
    from claude_scope.keyframes.tiles import Grid, Ids

MOST_TILES = 64
"""A group of more tiles than this is not a pointer or a caret, and not looked into."""

SPECKLE = 6
"""Pixels that may be left of a pointer or caret: ringing around the shape."""

CARET_WIDTH = 4
CARET_HEIGHT = 9
_CARET_FILL = 0.8


class Seen:
    """A picture, and where the pointer stands in it as far as known."""

    __slots__ = ("luma", "spot")

    def __init__(self, luma: Luma, spot: Spot | None = None) -> None:
        self.luma, self.spot = luma, spot


def residue(before: Seen, after: Seen, ids: Ids, grid: Grid, pointer: Pointer) -> Mask:
    """Changed pixels of the given tiles that neither pointer nor caret explains, shape (n, 16, 16).

    Notes in `after` where the pointer was found.
    """
    changed = gap(grid.cut(before.luma, ids), grid.cut(after.luma, ids)) >= STEP
    place = {int(tile): index for index, tile in enumerate(ids)}
    for group in groups(grid, ids):
        if len(group) > MOST_TILES:
            continue
        area = bounds(grid, group).grown(MAX_SIDE // 2, grid)
        mask = gap(area.of(before.luma), area.of(after.luma)) >= STEP
        pointer.erase(before.luma, area, mask, before.spot)
        after.spot = pointer.erase(after.luma, area, mask, after.spot) or after.spot
        _erase_carets(mask)
        for tile in group.tolist():
            top, left = int(grid.tops[tile]) - area.top, int(grid.lefts[tile]) - area.left
            rest = mask[top : top + 16, left : left + 16]
            changed[place[tile]] = rest if np.count_nonzero(rest) > SPECKLE else False
    return changed


def _erase_carets(mask: Mask) -> None:
    for spot in spots(mask):
        if _is_caret(mask, spot):
            mask[spot.top : spot.bottom, spot.left : spot.right] = False


def _is_caret(mask: Mask, spot: Rect) -> bool:
    """A solid upright line: what blinks in a text field."""
    if spot.width > CARET_WIDTH or spot.height < max(CARET_HEIGHT, 3 * spot.width):
        return False
    return float(mask[spot.top : spot.bottom, spot.left : spot.right].mean()) >= _CARET_FILL
