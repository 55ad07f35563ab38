"""Finds where two pictures of a screen differ, apart from pointer and carets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from claude_scope.keyframes.changes.blobs import STEP, absolute_difference, bounding_box, connected_tiles
from claude_scope.keyframes.changes.residue import cut_patches, residual_pixels, residue, small_groups
from claude_scope.keyframes.changes.sharpness import find_sharpening
from claude_scope.keyframes.changes.similarity import max_difference, tile_ssim
from claude_scope.keyframes.changes.tiles import BATCH, pixels_in
from claude_scope.keyframes.pointer.pointer_sprite import sprite_is_at

if TYPE_CHECKING:
    from claude_scope.geometry import Rect
    from claude_scope.keyframes.changes.tiles import Grid, Ids, Luma, Tiles
    from claude_scope.keyframes.pointer.pointer_detection import PointerDetector
    from claude_scope.keyframes.pointer.pointer_sprite import SpritePosition

SAME = 0.8
"""A tile with an SSIM below this has changed; any value from 0.7 to 0.9 gave the same keyframes."""

SPECKS = 3
"""A tile differs only if at least this many of its pixels change."""

MAX_PATCHED_TILES = 512
"""A change of more tiles, a sixteenth of a 1080p frame, is neither a pointer nor noise."""

WEAK, STRONG = 14.0, 25.0
"""Least `max_difference` of a weak and a strong change. Sharpening after a scroll in VP8 reached 23, a badge's digit in
VP9 34."""

MAX_WEAK_GROUPS = 3
"""Weak differences in more places are due to the codec, not to a small change."""

BLANK_SHARE = 0.0005
"""The picture is blank if a smaller share of its pixels differs: a large pointer on a 1080p page covers a third of
this, a line of text twice as much."""


class PictureWithPointer(NamedTuple):
    """A picture and the pointer position in it, if known."""

    luma: Luma
    spot: SpritePosition | None = None

    def checked(self) -> SpritePosition | None:
        """The pointer position, if the pointer is visible there; it may have moved while a page loaded."""
        spot = self.spot
        return spot if spot and sprite_is_at(spot.sprite, self.luma, spot.x, spot.y) else None


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """The tiles in which two pictures differ, and the lowest tile SSIM (1.0 if no tile differs).

    Tiles in which a codec changed only the sharpness do not differ. If there are many of these, `is_crisper` says
    whether the second picture is the crisper one.
    """

    tiles: Ids
    ssim: float
    is_crisper: bool | None = None


def differing_tiles(
    one: PictureWithPointer, other: PictureWithPointer, ids: Ids, grid: Grid, pointer: PointerDetector
) -> Difference:
    """The tiles of `ids` that differ between two pictures by more than the pointer and carets."""
    ids, lowest = _visibly_changed(one.luma, other.luma, ids, grid)
    before, after = grid.cut(one.luma, ids), grid.cut(other.luma, ids)
    if len(ids) > MAX_PATCHED_TILES:
        return _without_sharpened(before, after, Difference(ids, lowest), grid)
    changed = absolute_difference(before, after) >= STEP
    small, _ = small_groups(grid, ids)
    cut = cut_patches(one.luma, other.luma, small, grid)
    for patch, mask in zip(cut, residue(cut, grid, pointer, one.checked(), other.checked()).masks, strict=True):
        changed[np.searchsorted(ids, patch.ids)] = residual_pixels(patch, mask, grid)
    after = np.where(changed, after, before)
    ssim, strong = tile_ssim(before, after), max_difference(before, after)
    real = (ssim < SAME) & (strong >= WEAK)
    if not (strong[real] >= STRONG).any() and len(connected_tiles(grid, ids[real])) > MAX_WEAK_GROUPS:
        return Difference(ids[:0], 1.0, is_crisper=False)
    found = Difference(ids[real], float(ssim[real].min(initial=1.0)))
    return _without_sharpened(before[real], after[real], found, grid)


def _without_sharpened(before: Tiles, after: Tiles, found: Difference, grid: Grid) -> Difference:
    """The difference without tiles that a codec only sharpened."""
    changed, is_crisper = find_sharpening(before, after, found.tiles, grid)
    tiles = found.tiles[changed]
    return Difference(tiles, found.ssim if len(tiles) else 1.0, is_crisper)


def _visibly_changed(one: Luma, other: Luma, ids: Ids, grid: Grid) -> tuple[Ids, float]:
    """The tiles with visibly changed pixels and a low SSIM, and the lowest SSIM."""
    found, lowest = [ids[:0]], 1.0
    if len(ids) > BATCH:
        ids = np.intersect1d(ids, grid.differing(one, other), assume_unique=True)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        before, after = grid.cut(one, batch), grid.cut(other, batch)
        seen = pixels_in(absolute_difference(before, after) >= STEP) >= SPECKS
        ssim = tile_ssim(before[seen], after[seen])
        found.append(batch[seen][ssim < SAME])
        lowest = min(lowest, float(ssim.min(initial=1.0)))
    return np.concatenate(found), lowest


def is_blank(luma: Luma) -> bool:
    """Whether a picture has one flat colour except for a speck such as a pointer: a page that is not painted yet."""
    coarse = luma[::4, ::4]
    usual = np.median(coarse)
    return bool(np.mean(np.abs(coarse - usual) >= STEP) < BLANK_SHARE)


def regions(grid: Grid, ids: Ids) -> tuple[Rect, ...]:
    """The bounding boxes of the connected components of tiles."""
    return tuple(bounding_box(grid, group) for group in connected_tiles(grid, ids))
