"""The grid of 16-pixel tiles on which changes are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

if TYPE_CHECKING:
    from claude_scope.keyframes.picture import Luma

TILE = 16
"""Pixels: small enough that a badge fills one, large enough for four SSIM windows."""

BATCH = 512
"""Tiles compared at a time, so that the work stays in the processor's cache."""

_EVERY = 4
"""Rows, of which one is compared to find out what a codec touched."""

Ids = npt.NDArray[np.intp]
"""Tile numbers in reading order, shape (n,)."""

Tiles = npt.NDArray[np.uint8]
"""Tile pixels, shape (n, 16, 16)."""


class Grid:
    """Tiles over frames of one size, numbered in reading order.

    The last row and column are moved back into the frame where it does not divide by 16, so they overlap their
    neighbours and no tile ever holds a pixel that is not in the picture. Pictures are at least 16 x 16.
    """

    def __init__(self, height: int, width: int) -> None:
        self.height, self.width = height, width
        self.rows, self.columns = -(-height // TILE), -(-width // TILE)
        self.size = self.rows * self.columns
        tops = np.minimum(np.arange(self.rows) * TILE, height - TILE)
        lefts = np.minimum(np.arange(self.columns) * TILE, width - TILE)
        self.tops = np.repeat(tops, self.columns)
        self.lefts = np.tile(lefts, self.rows)
        self._bits = np.empty(
            (-(-height // _EVERY), width // 8), np.uint64
        )  # kept, because fresh memory costs page faults
        self._by_row = np.zeros((self.rows, 2 * self.columns), np.uint64)

    def cut(self, luma: Luma, ids: Ids) -> Tiles:
        """Copy the given tiles out of a picture."""
        row, column = luma.strides
        shape = (self.height - TILE + 1, self.width - TILE + 1, TILE, TILE)
        windows = as_strided(luma, shape, (row, column, row, column), writeable=False)
        cut: Tiles = windows[self.tops[ids], self.lefts[ids]]
        return cut

    def differing(self, one: Luma, other: Luma) -> Ids:
        """Tiles in which any bit differs in every fourth row: what a codec did not skip. Eight pixels at a time.

        The smallest blocks that codecs transform are 4 x 4 pixels, and no part of a transform leaves a row of its block
        as it was: one row of each is enough.
        """
        words = self.width // 8
        one, other = one[::_EVERY], other[::_EVERY]
        bits = np.bitwise_xor(
            one[:, : words * 8].view(np.uint64), other[:, : words * 8].view(np.uint64), out=self._bits
        )
        whole = self.height // TILE
        rows = TILE // _EVERY
        stacked = bits[: whole * rows].reshape(whole, rows, words)
        np.bitwise_or.reduce(stacked, axis=1, out=self._by_row[:whole, :words])
        if whole < self.rows:
            np.bitwise_or.reduce(bits[whole * rows :], axis=0, out=self._by_row[whole, :words])
        pairs = self._by_row.reshape(self.rows, self.columns, 2)
        grid = (pairs[:, :, 0] | pairs[:, :, 1]) != 0
        if self.width % 8:
            rest = (one[:, words * 8 :] != other[:, words * 8 :]).any(axis=1)
            grid[:, -1] |= np.logical_or.reduceat(rest, np.arange(0, len(rest), rows))
        return np.flatnonzero(grid)


def pixels_in(masks: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """How many pixels of each tile are set; shapes (n, 16, 16) to (n,).

    Adds eight at a time, as bytes of one word: none of them gets past 32. Four times as fast as `count_nonzero`.
    """
    words = np.ascontiguousarray(masks).reshape(-1, TILE * TILE).view(np.uint64)
    sums: npt.NDArray[np.int64] = words.sum(axis=1).view(np.uint8).reshape(-1, 8).sum(axis=1, dtype=np.int64)
    return sums


def padded(luma: Luma) -> Luma:
    """The picture itself, or a copy continued at its right and lower edge where it is smaller than a tile."""
    missing = [(0, max(0, TILE - side)) for side in luma.shape]
    return np.pad(luma, missing, mode="edge") if any(after for _, after in missing) else luma
