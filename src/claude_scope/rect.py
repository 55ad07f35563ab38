"""Rectangles of whole pixels, as they cut arrays; a `Box` of `values.py` is what leaves a station."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claude_scope.values import Box

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]


class Rect(NamedTuple):
    """Left, top, and the first column and row outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """The middle, as x and y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def has(self, x: float, y: float) -> bool:
        """Whether a point lies in it or on its edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def contains(self, inner: Rect, slack: int = 2) -> bool:
        """Whether `inner` lies in it, give or take `slack` pixels."""
        return (
            inner.left >= self.left - slack
            and inner.top >= self.top - slack
            and inner.right <= self.right + slack
            and inner.bottom <= self.bottom + slack
        )

    def touches(self, other: Rect) -> bool:
        """Whether both have a pixel in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def union(self, other: Rect) -> Rect:
        """The smallest rectangle around both."""
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, by: int, width: int, height: int) -> Rect:
        """Larger by some pixels on every side, but inside of a picture of that size."""
        return Rect(
            max(0, self.left - by),
            max(0, self.top - by),
            min(width, self.right + by),
            min(height, self.bottom + by),
        )

    def moved(self, right: int, down: int) -> Rect:
        """The same size, so many pixels further right and down."""
        return Rect(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def of(self, picture: Pixels) -> Pixels:
        """The part of a picture, shape (height, width, ...), inside."""
        return picture[self.top : self.bottom, self.left : self.right]

    def box(self) -> Box:
        """The same as left, top, width and height."""
        return Box(self.left, self.top, self.width, self.height)
