"""Finds where two pictures of a screen differ, apart from pointer and carets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.keyframes.changes.blobs import STEP, bounds, gap, groups
from claude_scope.keyframes.changes.residue import patches, pixels_left, residue, small_groups
from claude_scope.keyframes.changes.similarity import strength, tile_ssim
from claude_scope.keyframes.changes.tiles import BATCH, pixels_in
from claude_scope.keyframes.pointer.pointer_sprite import stands_at

if TYPE_CHECKING:
    from claude_scope.geometry import Rect
    from claude_scope.keyframes.changes.tiles import Grid, Ids, Luma
    from claude_scope.keyframes.pointer.pointer_detection import Pointer
    from claude_scope.keyframes.pointer.pointer_sprite import Spot

SAME = 0.8
"""Tile SSIM below this is a change; anything from 0.7 to 0.9 gave the same keyframes."""

SPECKS = 3
"""Pixels that have to change for a tile to differ."""

MANY = 512
"""Tiles, a sixteenth of a 1080p frame: so much is no pointer and no noise, and needs no closer look."""

WEAK, STRONG = 14.0, 25.0
"""Averaged brightness (see `strength`). Sharpening after a scroll in VP8 reached 23, a badge's digit in VP9 34."""

MOST_WEAK_GROUPS = 3
"""Weak differences in more places than this are the codec at work, not a small change."""

BLANK_SHARE = 0.0005
"""Of the pixels: a large pointer on a 1080p page covers a third of this, a line of text twice as much."""


class Seen(NamedTuple):
    """A picture, and where the pointer stands in it as far as known."""

    luma: Luma
    spot: Spot | None = None

    def checked(self) -> Spot | None:
        """Where the pointer stands, if it is to be seen there: it may have moved while a page loaded."""
        spot = self.spot
        return spot if spot and stands_at(spot.sprite, self.luma, spot.x, spot.y) else None


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """Where two pictures differ: tiles, and the lowest tile SSIM (1.0 where none differs)."""

    tiles: Ids
    ssim: float


def different(one: Seen, other: Seen, ids: Ids, grid: Grid, pointer: Pointer) -> Difference:
    """Which of the given tiles differ between two pictures by more than pointer and caret."""
    ids, lowest = _unlike(one.luma, other.luma, ids, grid)
    if len(ids) > MANY:
        return Difference(ids, lowest)
    before, after = grid.cut(one.luma, ids), grid.cut(other.luma, ids)
    changed = gap(before, after) >= STEP
    small, _ = small_groups(grid, ids)
    cut = patches(one.luma, other.luma, small, grid)
    for patch, mask in zip(cut, residue(cut, grid, pointer, one.checked(), other.checked()).masks, strict=True):
        changed[np.searchsorted(ids, patch.ids)] = pixels_left(patch, mask, grid)
    after = np.where(changed, after, before)
    ssim, strong = tile_ssim(before, after), strength(before, after)
    real = (ssim < SAME) & (strong >= WEAK)
    if not (strong[real] >= STRONG).any() and len(groups(grid, ids[real])) > MOST_WEAK_GROUPS:
        real[:] = False
    return Difference(ids[real], float(ssim[real].min(initial=1.0)))


def _unlike(one: Luma, other: Luma, ids: Ids, grid: Grid) -> tuple[Ids, float]:
    """The tiles with visibly changed pixels and a low SSIM, and the lowest SSIM."""
    found, lowest = [ids[:0]], 1.0
    if len(ids) > BATCH:
        ids = np.intersect1d(ids, grid.differing(one, other), assume_unique=True)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        before, after = grid.cut(one, batch), grid.cut(other, batch)
        seen = pixels_in(gap(before, after) >= STEP) >= SPECKS
        ssim = tile_ssim(before[seen], after[seen])
        found.append(batch[seen][ssim < SAME])
        lowest = min(lowest, float(ssim.min(initial=1.0)))
    return np.concatenate(found), lowest


def is_blank(luma: Luma) -> bool:
    """Whether a picture is one flat colour but for a speck, such as a pointer: a page that was not painted yet."""
    coarse = luma[::4, ::4]
    usual = np.median(coarse)
    return bool(np.mean(np.abs(coarse - usual) >= STEP) < BLANK_SHARE)


def regions(grid: Grid, ids: Ids) -> tuple[Rect, ...]:
    """Rectangles around groups of tiles."""
    return tuple(bounds(grid, group) for group in groups(grid, ids))
