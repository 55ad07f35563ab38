"""The grid of 16-pixel tiles on which changes are found."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

Luma = npt.NDArray[np.uint8]
"""Brightness of shape (height, width), as coded (not turned upright); rows may be padded in memory."""


TILE = 16
"""Side of a tile in pixels: small enough that a badge fills one, large enough for four SSIM windows."""

BATCH = 512
"""Tiles are compared this many at a time, so that the data stays in the processor's cache."""

_EVERY = 4
"""One row in this many is compared to find the blocks that a codec changed."""

Ids = npt.NDArray[np.intp]
"""Tile numbers in reading order, shape (n,)."""

_TILE_ROW = np.complex128
"""A type of 16 bytes, which is only copied, never calculated with."""

Tiles = npt.NDArray[np.uint8]
"""Tile pixels, shape (n, 16, 16)."""


class Grid:
    """Tiles over frames of one size, numbered in reading order.

    If a side of the frame is not a multiple of 16, the last row or column of tiles is moved back into the frame. It
    then overlaps its neighbour, so that no tile contains a pixel outside the picture. Pictures are at least 16 x 16.
    """

    def __init__(self, height: int, width: int) -> None:
        self.height, self.width = height, width
        self.rows, self.columns = -(-height // TILE), -(-width // TILE)
        self.size = self.rows * self.columns
        tops = np.minimum(np.arange(self.rows) * TILE, height - TILE)
        lefts = np.minimum(np.arange(self.columns) * TILE, width - TILE)
        self.tops = np.repeat(tops, self.columns)
        self.lefts = np.tile(lefts, self.rows)
        # two halves of each tile in every fourth row; made once, since fresh memory would cost page faults
        self._changed = np.zeros((self.rows * TILE // _EVERY, self.columns * 2), bool)

    def cut(self, luma: Luma, ids: Ids) -> Tiles:
        """Copy the given tiles out of a picture.

        If all tiles begin at multiples of 16 pixels from the left, each of their rows is copied as one number of 16
        bytes, in a third of the time that single bytes take.
        """
        row, column = luma.strides
        cut: Tiles
        if self.width % TILE:
            shape = (self.height - TILE + 1, self.width - TILE + 1, TILE, TILE)
            windows = as_strided(luma, shape, (row, column, row, column), writeable=False)
            cut = windows[self.tops[ids], self.lefts[ids]]
        else:
            stacked = (self.height - TILE + 1, self.columns, TILE)
            stacks = as_strided(luma.view(_TILE_ROW), stacked, (row, TILE, row), writeable=False)
            cut = stacks[self.tops[ids], ids % self.columns].view(np.uint8).reshape(-1, TILE, TILE)
        return cut

    def differing(self, one: Luma, other: Luma) -> Ids:
        """The tiles in which any pixel differs; compares only every fourth row, eight pixels at a time.

        The smallest blocks that codecs transform are 4 x 4 pixels, and a changed block differs in each of its rows, so
        one row of each block is enough.
        """
        one, other = one[::_EVERY], other[::_EVERY]
        words = self.width // 8
        changed = self._changed[: len(one)]
        before, after = (picture[:, : words * 8].view(np.uint64) for picture in (one, other))
        np.not_equal(before, after, out=changed[:, :words])
        if self.width % 8:
            np.logical_or.reduce(one[:, words * 8 :] != other[:, words * 8 :], axis=1, out=changed[:, -1])
        halves = self._changed.view(np.uint16).reshape(self.rows, TILE // _EVERY, self.columns)
        return np.flatnonzero(np.bitwise_or.reduce(halves, axis=1))


def pixels_in(masks: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """The number of set pixels of each tile; shapes (n, 16, 16) to (n,).

    Counts the bits of four words a tile, eight times as fast as `count_nonzero`.
    """
    words = np.packbits(masks.reshape(-1)).view(np.uint64)
    first, second, third, fourth = np.bitwise_count(words).reshape(-1, 4).T
    pixels: npt.NDArray[np.int64] = first.astype(np.int64) + second + third + fourth
    return pixels


def padded(luma: Luma) -> Luma:
    """The picture itself, or a copy extended at its right and lower edge if it is smaller than a tile."""
    missing = [(0, max(0, TILE - side)) for side in luma.shape]
    return np.pad(luma, missing, mode="edge") if any(after for _, after in missing) else luma
