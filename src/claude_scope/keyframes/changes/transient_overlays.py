"""Finds overlays that disappear by themselves: toasts, banners, tooltips."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.keyframes.changes.blobs import bounding_box, connected_tiles
from claude_scope.keyframes.changes.difference import SAME, PictureWithPointer, differing_tiles
from claude_scope.keyframes.changes.similarity import tile_ssim
from claude_scope.keyframes.changes.tiles import TILE

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.keyframes.changes.tiles import Grid, Ids, Tiles
    from claude_scope.keyframes.found_state import StillPeriod
    from claude_scope.keyframes.pointer.pointer_detection import PointerDetector

TRANSIENT_TILES = 4
UNPOINTED_TILES = 16
"""If the pointer is not known, a smaller change may be a button under it."""
MAX_TRANSIENT_MS = 6000
"""Toasts stay for two to five seconds; an overlay that stays longer is a state like any other."""

SMALL_SHARE = 0.15
"""Largest share of the frame that a toast or a banner covers; a dialog over a dimmed page covers more."""

POINTER_RADIUS_PX = 64
"""A click only explains changes within this distance, in pixels."""

GONE_SHARE = 0.8
"""The content of a group of tiles is gone if at least this share of them looks as it did before the content."""

STOOD_MS = 400
"""Content shown for this time before something else replaced it could be read; a button looks pressed for less."""

STAYS_SHARE = 0.95
"""At least this share of what appeared with a toast must stay after it; otherwise it was a page still loading."""


def was_transient(kept: PictureWithPointer, shown: Ids, brief: StillPeriod, now: StillPeriod, grid: Grid) -> bool:
    """Whether a short still period showed something that the last keyframe lacks and that has disappeared again.

    Either most of `shown` disappeared, or all of it stayed except a toast away from the pointer, or it was small and
    was shown for a while until something else replaced it.
    """
    then, here, after = (grid.cut(seen.luma, shown) for seen in (kept, brief.seen, now.seen))
    if _was_replaced(shown, here, after, brief, grid):
        return True
    back = tile_ssim(then, after) >= SAME
    gone = np.zeros(len(shown), bool)
    for group in connected_tiles(grid, shown):
        places = np.searchsorted(shown, group)
        gone[places] = len(group) >= TRANSIENT_TILES and back[places].mean() >= GONE_SHARE
    if gone.sum() < TRANSIENT_TILES or gone.sum() > SMALL_SHARE * grid.size:
        return False
    if gone.mean() >= 0.5:
        return len(shown) <= SMALL_SHARE * grid.size
    stays = tile_ssim(here[~gone], after[~gone]) >= SAME
    return bool(stays.mean() >= STAYS_SHARE) and not is_near_pointer(brief.pointer, shown[gone], grid).any()


def _was_replaced(shown: Ids, here: Tiles, after: Tiles, brief: StillPeriod, grid: Grid) -> bool:
    """Whether a bubble was shown long enough to be read and was then replaced; hover effects do not count."""
    if brief.until_ms is None or brief.until_ms - brief.since_ms < STOOD_MS or len(shown) > SMALL_SHARE * grid.size:
        return False
    largest = max(connected_tiles(grid, shown), key=len)
    least = UNPOINTED_TILES if brief.pointer_at_end is None else TRANSIENT_TILES
    if len(largest) < least or _is_under_pointer(brief.pointer_at_end, largest, grid):
        return False
    return float((tile_ssim(here, after) < SAME).mean()) >= GONE_SHARE


def _is_under_pointer(pointer: tuple[int, int] | None, ids: Ids, grid: Grid) -> bool:
    if pointer is None:
        return False
    place = bounding_box(grid, ids).grown(TILE // 2, grid.width, grid.height)
    return place.left <= pointer[0] < place.right and place.top <= pointer[1] < place.bottom


def overlay_vanished(
    before: PictureWithPointer | None,
    brought: Ids,
    kept_since_ms: int,
    now: StillPeriod,
    changed: Ids,
    grid: Grid,
    pointer: PointerDetector,
) -> bool:
    """Whether an overlay that a state `brought` disappeared by itself when `changed` did.

    Such an overlay is small and short, disappears alone, and is away from the pointer. Typed text that stays does not
    count, nor does a field that is emptied when something else appears.
    """
    if before is None or not TRANSIENT_TILES <= len(brought) <= SMALL_SHARE * grid.size:
        return False
    if now.since_ms - kept_since_ms > MAX_TRANSIENT_MS or is_near_pointer(now.pointer, brought, grid).any():
        return False
    if np.isin(changed, brought).mean() < GONE_SHARE:
        return False
    return not len(differing_tiles(before, now.seen, brought, grid, pointer).tiles)


def is_near_pointer(pointer: tuple[int, int] | None, ids: Ids, grid: Grid) -> npt.NDArray[np.bool_]:
    """Whether each tile is near the pointer; (n,)."""
    if pointer is None:
        return np.zeros(len(ids), bool)
    x, y = pointer
    tops, lefts = grid.tops[ids], grid.lefts[ids]
    near: npt.NDArray[np.bool_] = (abs(lefts + TILE // 2 - x) <= POINTER_RADIUS_PX) & (
        abs(tops + TILE // 2 - y) <= POINTER_RADIUS_PX
    )
    return near
