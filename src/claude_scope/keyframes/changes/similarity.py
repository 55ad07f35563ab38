"""Computes SSIM, the structural similarity index, of each tile.

Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli: Image Quality Assessment: From Error Visibility to Structural
Similarity, IEEE Transactions on Image Processing 13(4), 2004. Uniform 8 x 8 windows instead of Gaussian ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from claude_scope.keyframes.changes.tiles import BATCH, TILE

if TYPE_CHECKING:
    from claude_scope.keyframes.changes.tiles import Tiles

_C1 = (0.01 * 255) ** 2
_C2 = (0.03 * 255) ** 2


def tile_ssim(one: Tiles, other: Tiles) -> npt.NDArray[np.float32]:
    """The lowest SSIM of the four 8 x 8 windows of each tile; shapes (n, 16, 16) to (n,), values in -1..1."""
    parts = [_lowest(one[start : start + BATCH], other[start : start + BATCH]) for start in range(0, len(one), BATCH)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _lowest(one: Tiles, other: Tiles) -> npt.NDArray[np.float32]:
    x, y = _windows(one), _windows(other)
    mean_x, mean_y = np.einsum("nwp->nw", x) / 64, np.einsum("nwp->nw", y) / 64
    # the sums are whole numbers below 2 ** 24, which 32-bit floats hold exactly: no need to subtract the means first
    variance_x = np.einsum("nwp,nwp->nw", x, x) / 64 - mean_x**2
    variance_y = np.einsum("nwp,nwp->nw", y, y) / 64 - mean_y**2
    covariance = np.einsum("nwp,nwp->nw", x, y) / 64 - mean_x * mean_y
    ssim = ((2 * mean_x * mean_y + _C1) * (2 * covariance + _C2)) / (
        (mean_x**2 + mean_y**2 + _C1) * (variance_x + variance_y + _C2)
    )
    lowest: npt.NDArray[np.float32] = ssim.min(-1)
    return lowest


def _windows(tiles: Tiles) -> npt.NDArray[np.float32]:
    """Convert shape (n, 16, 16) to (n, 4 windows, 64 pixels); half rows move as 8-byte numbers, four times as fast."""
    halves = np.ascontiguousarray(tiles).view(np.uint64).reshape(-1, 2, 8, 2)
    pixels = np.ascontiguousarray(halves.swapaxes(2, 3)).view(np.uint8)
    return pixels.reshape(-1, 4, 64).astype(np.float32)


def max_difference(one: Tiles, other: Tiles) -> npt.NDArray[np.float32]:
    """The largest difference of brightness between two tiles after averaging 4 x 4 pixels; shape (n,).

    A codec that sharpens a page after a scroll changes single pixels a lot and their average little.
    """
    difference = np.subtract(one, other, dtype=np.int16).reshape(-1, TILE * TILE)
    # all rows of a tile as one: boxes that begin in the last three columns mix two rows, and are ignored
    pairs = difference[:, :-1] + difference[:, 1:]
    fours = pairs[:, :-2] + pairs[:, 2:]
    pairs = fours[:, :-TILE] + fours[:, TILE:]
    boxes = np.zeros((len(one), TILE - 3, TILE), np.int16)
    flat = boxes.reshape(len(one), (TILE - 3) * TILE)
    np.add(pairs[:, : -2 * TILE], pairs[:, 2 * TILE :], out=flat[:, :-3])
    boxes[:, :, -3:] = 0
    largest: npt.NDArray[np.float32] = np.abs(flat).max(axis=1, initial=0).astype(np.float32) / np.float32(16)
    return largest
