"""Recognises a codec that still sharpens a picture: the same content, blurred before and crisp now, in many places."""

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
"""A codec sharpens many tiles at once. In 138 pairs of states of recorded applications less than 0.3 of the changed
tiles look sharpened; in pairs that VP8, VP9 and H.264 sharpened at 200 kbit/s to 1 Mbit/s 0.6 to 0.99 do."""
SAME_CONTENT = 0.6
"""Correlation of two tiles. Of sharpened ones 95 % have more, of two texts at one place 95 % have less."""
MAX_STEP, MAX_STEP_SHARE, MAX_MEAN_STEP = 36.0, 0.5, 8.0
"""Levels of brightness: the largest change of an average of 4 x 4 pixels, its share of the tile's own contrast, and the
change of the tile's average. A new colour or a text that fades changes more."""
OUTLIER = 1.75
"""A step so much larger than 95 % of the others is a change of the page, as a digit that became another one."""
MAX_STRAY_SHARE, MAX_PLACES = 0.1, 3
"""So few tiles in more places than this are those in which the codec sharpened most."""


class Sharpening(NamedTuple):
    """Which of the tiles changed in more than sharpness, (n,); if many did not, whether they have become crisper."""

    changed: npt.NDArray[np.bool_]
    is_crisper: bool | None = None


def find_sharpening(before: Tiles, after: Tiles, ids: Ids, grid: Grid) -> Sharpening:
    """What a codec sharpened in the tiles that changed between two pictures."""
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
    """By how much averages of 4 x 4 pixels differ from the ground of their tile; (n,)."""
    ground = np.median(tiles, axis=(1, 2)).astype(np.uint8)
    return max_difference(tiles, np.broadcast_to(ground[:, None, None], tiles.shape))


def _detail(tiles: Tiles) -> float:
    """How much neighbouring pixels differ, on average."""
    return float(np.abs(np.diff(tiles.astype(np.int16), axis=2)).mean())
