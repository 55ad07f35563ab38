"""Finds the blocks of a picture that any of many boxes covers; adding or removing a box takes constant time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Edges = tuple[int, int, int, int]
    """Left, top, right, bottom, in pixels within the picture."""

_BLOCK_PX = 2
"""A picture in YUV 4:2:0 has one colour per block of this many pixels in each direction."""
_BLACK_Y, _GREY_UV = 16, 128


class CoveredArea:
    """Counts the boxes over each block by their corners, like a summed-area table (Crow, 1984)."""

    def __init__(self, width: int, height: int) -> None:
        self._corners = np.zeros((height // _BLOCK_PX + 1, width // _BLOCK_PX + 1), np.int32)
        self._blocks: NDArray[np.bool_] | None = None

    def add(self, box: Edges) -> None:
        """Add a box."""
        self._count(box, 1)

    def remove(self, box: Edges) -> None:
        """Remove a box that was added."""
        self._count(box, -1)

    def draw(self, picture: Any) -> Any:
        """A copy of a YUV 4:2:0 picture with the area black.

        The array has the rows of Y, then those of U, then those of V; it holds two rows of U or V in one of its rows.
        """
        drawn = picture.copy()
        blocks = self._covered()
        if blocks.any():
            height = picture.shape[0] * 2 // 3
            drawn[:height][blocks.repeat(_BLOCK_PX, axis=0).repeat(_BLOCK_PX, axis=1)] = _BLACK_Y
            for plane in drawn[height:].reshape(2, *blocks.shape):
                plane[blocks] = _GREY_UV
        return drawn

    def _count(self, box: Edges, by: int) -> None:
        left, top, right, bottom = box
        if left >= right or top >= bottom:
            return
        left, top = left // _BLOCK_PX, top // _BLOCK_PX
        right, bottom = -(-right // _BLOCK_PX), -(-bottom // _BLOCK_PX)
        self._corners[top, left] += by
        self._corners[bottom, right] += by
        self._corners[top, right] -= by
        self._corners[bottom, left] -= by
        self._blocks = None

    def _covered(self) -> NDArray[np.bool_]:
        if self._blocks is None:
            self._blocks = self._corners.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0
        return self._blocks
