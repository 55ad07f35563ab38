"""Recognises that a codec only sharpened a picture: many places have the same content, blurred before and crisp now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from claude_scope.keyframes.changes.blobs import connected_tiles
from claude_scope.keyframes.changes.similarity import max_difference
from claude_scope.keyframes.changes.tiles import BATCH, TILE

if TYPE_CHECKING:
    from claude_scope.keyframes.changes.tiles import Grid, Ids, Tiles

Numbers = npt.NDArray[np.float32]

MIN_TILES, MIN_SHARE = 16, 0.5
"""A codec sharpens at least this many tiles and this share of the changed ones. In 138 pairs of states of recorded
applications, less than 0.3 of the changed tiles look sharpened; in pairs that VP8, VP9 and H.264 sharpened at 200
kbit/s to 1 Mbit/s, 0.6 to 0.99 do."""
SAME_CONTENT = 0.6
"""Minimum correlation of two tiles with the same content: 95 % of sharpened tiles have more, 95 % of pairs of different
texts at one place have less."""
MAX_STEP, MAX_STEP_SHARE, MAX_MEAN_STEP = 36.0, 0.5, 8.0
"""Limits for a sharpened tile: the largest change of an average of 4 x 4 pixels in levels of brightness, its share of
the tile's own contrast, and the change of the tile's average. A new colour or a fading text changes more."""
OUTLIER = 1.75
"""A step that is this many times larger than 95 % of the steps is a change of the page, such as another digit."""
MAX_STRAY_SHARE, MAX_PLACES = 0.1, 3
"""If at most this share of the tiles changed, in more places than this, they are where the codec sharpened most."""


class Sharpening(NamedTuple):
    """Whether each tile changed in more than sharpness, (n,), and, if many did not, whether these became crisper."""

    changed: npt.NDArray[np.bool_]
    is_crisper: bool | None = None


def find_sharpening(before: Tiles, after: Tiles, ids: Ids, grid: Grid) -> Sharpening:
    """Find out which of the tiles that changed between two pictures a codec only sharpened."""
    if len(ids) < MIN_TILES:
        return Sharpening(np.ones(len(ids), bool))
    steps, shares, correlations, mean_steps = _compared(before, after)
    sharpened = (correlations >= SAME_CONTENT) & (steps < MAX_STEP) & (shares < MAX_STEP_SHARE)
    sharpened &= mean_steps < MAX_MEAN_STEP
    if np.count_nonzero(sharpened) < max(MIN_TILES, MIN_SHARE * len(ids)):
        return Sharpening(np.ones(len(ids), bool))
    changed = steps >= max(MAX_STEP, OUTLIER * float(np.percentile(steps, 95)))
    if changed.sum() <= MAX_STRAY_SHARE * len(ids) and len(connected_tiles(grid, ids[changed])) > MAX_PLACES:
        changed[:] = False
    return Sharpening(changed, _detail(after[sharpened]) > _detail(before[sharpened]))


def _compared(before: Tiles, after: Tiles) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Largest steps, their shares of the contrast, correlations, and steps of the averages; each (n,)."""
    parts = []
    for start in range(0, len(before), BATCH):
        one, other = before[start : start + BATCH], after[start : start + BATCH]
        steps, contrast = max_difference(one, other), np.maximum(_contrast(one), _contrast(other))
        mean_steps = np.abs(one.mean(axis=(1, 2)) - other.mean(axis=(1, 2)))
        parts.append((steps, steps / np.maximum(1, contrast), _correlations(one, other), mean_steps))
    steps, shares, correlations, mean_steps = (np.concatenate(of_all) for of_all in zip(*parts, strict=True))
    return steps, shares, correlations, mean_steps


def _correlations(one: Tiles, other: Tiles) -> Numbers:
    """Pearson's correlation of each pair of tiles; (n,)."""
    first, second = (_centred(tiles) for tiles in (one, other))
    products = np.einsum("np,np->n", first, second)
    energies = np.einsum("np,np->n", first, first) * np.einsum("np,np->n", second, second)
    found: Numbers = products / np.sqrt(energies + 1)
    return found


def _centred(tiles: Tiles) -> Numbers:
    pixels = tiles.reshape(-1, TILE * TILE).astype(np.float32)
    centred: Numbers = pixels - pixels.mean(axis=1, keepdims=True)
    return centred


def _contrast(tiles: Tiles) -> Numbers:
    """The largest difference of an average of 4 x 4 pixels from the background of its tile; (n,)."""
    ground = np.median(tiles, axis=(1, 2)).astype(np.uint8)
    return max_difference(tiles, np.broadcast_to(ground[:, None, None], tiles.shape))


def _detail(tiles: Tiles) -> float:
    """The mean difference of neighbouring pixels in a row."""
    return float(np.abs(np.diff(tiles.astype(np.int16), axis=2)).mean())
