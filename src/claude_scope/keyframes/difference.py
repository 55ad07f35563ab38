"""Where two pictures of a screen differ in what they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.keyframes.blobs import STEP, Rect, bounds, groups
from claude_scope.keyframes.residue import Seen, residue
from claude_scope.keyframes.similarity import strength, tile_ssim

if TYPE_CHECKING:
    from claude_scope.keyframes.picture import Luma
    from claude_scope.keyframes.pointer import Pointer
    from claude_scope.keyframes.tiles import Grid, Ids

SAME = 0.8
"""Tile SSIM below this is a change; anything from 0.7 to 0.9 gave the same keyframes."""

WEAK, STRONG = 8.0, 25.0
"""Averaged brightness (see `strength`). Sharpening after a scroll in VP8 reached 23, a badge's digit in VP9 34."""

MOST_WEAK_GROUPS = 3
"""Weak differences in more places than this are the codec at work, not a small change."""

BLANK_SHARE = 0.0005
"""Of the pixels: a large pointer on a 1080p page covers a third of this, a line of text twice as much."""


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """Where two pictures differ: tiles, and the lowest tile SSIM (1.0 where none differs)."""

    tiles: Ids
    ssim: float


def different(one: Seen, other: Seen, ids: Ids, grid: Grid, pointer: Pointer) -> Difference:
    """Which of the given tiles differ between two pictures by more than pointer and caret."""
    before = grid.cut(one.luma, ids)
    ssim = tile_ssim(before, grid.cut(other.luma, ids))
    ids, before = ids[ssim < SAME], before[ssim < SAME]
    changed = residue(one, other, ids, grid, pointer)
    after = np.where(changed, grid.cut(other.luma, ids), before)
    ssim, strong = tile_ssim(before, after), strength(before, after)
    real = (ssim < SAME) & (strong >= WEAK)
    if not (strong[real] >= STRONG).any() and len(groups(grid, ids[real])) > MOST_WEAK_GROUPS:
        return Difference(ids[:0], 1.0)
    return Difference(ids[real], float(ssim[real].min(initial=1.0)))


def is_blank(luma: Luma) -> bool:
    """Whether a picture is one flat colour but for a speck, such as a pointer: a page that was not painted yet."""
    coarse = luma[::4, ::4]
    usual = np.median(coarse)
    return bool(np.mean(np.abs(coarse - usual) >= STEP) < BLANK_SHARE)


def regions(grid: Grid, ids: Ids) -> tuple[Rect, ...]:
    """Rectangles around groups of tiles."""
    return tuple(bounds(grid, group) for group in groups(grid, ids))
