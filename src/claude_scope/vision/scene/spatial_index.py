"""Spatial index of a picture's elements: which lie in a rectangle, and which share a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt

    from claude_scope.values import Box, Element
    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle

BOX_REACH_PX = 4
"""The box of a line is this much larger than its letters, so it may overlap the edge of its container by as much."""
SAME_LINE = 0.5
"""Elements share a line when their centres differ by at most this share of the lower one's height."""
_WORD = re.compile(r"[^\W\d_]{2,}")


class SpatialIndex:
    """The elements of a picture by position; an element is referred to by its index."""

    def __init__(self, scene: Scene, elements: Sequence[Element]) -> None:
        self.elements = elements
        self.boxes = [to_rect(one.box) for one in elements]
        self._sides = np.array(self.boxes, np.int32).reshape(-1, 4)
        self._inside: dict[Rect, list[int]] = {}
        self._scene = scene
        self._styles = _first_styles(self._sides, scene.styles)

    def index(self, element: Element) -> int:
        """The index of an element."""
        return next(at for at, one in enumerate(self.elements) if one is element)

    def size(self, index: int) -> float:
        """The font size of an element in pixels; that of the body text if it has no text."""
        style = self._styles[index]
        return self._scene.size if style is None else style.size

    def weight(self, index: int) -> float:
        """Stroke width of an element, as a share of the font size."""
        style = self._styles[index]
        return self._scene.weight if style is None else style.weight

    def of(self, indices: Sequence[int], *types: str) -> list[int]:
        """The elements of some types among `indices`."""
        return [one for one in indices if self.elements[one].type in types]

    def all(self, *types: str) -> list[int]:
        """All elements of some types."""
        return self.of(range(len(self.elements)), *types)

    def inside(self, box: Rect) -> list[int]:
        """Elements inside of a rectangle, in reading order."""
        if box not in self._inside:
            left, top, right, bottom = self._sides.T
            across = (left >= box.left - BOX_REACH_PX) & (right <= box.right + BOX_REACH_PX)
            down = (top >= box.top - BOX_REACH_PX) & (bottom <= box.bottom + BOX_REACH_PX)
            self._inside[box] = _indices(across & down)
        return self._inside[box]

    def title(self, box: Rect) -> int | None:
        """The first heading in a rectangle that has a word."""
        headings = self.of(self.inside(box), "heading")
        return next((one for one in headings if _WORD.search(self.elements[one].label)), None)

    def touching(self, box: Rect) -> list[int]:
        """Elements that overlap a rectangle."""
        left, top, right, bottom = self._sides.T
        return _indices((left < box.right) & (right > box.left) & (top < box.bottom) & (bottom > box.top))

    def at(self, line: Rect) -> list[int]:
        """Elements that contain the centre of a line."""
        x, y = line.centre
        left, top, right, bottom = self._sides.T
        return _indices((left <= x) & (x <= right) & (top <= y) & (y <= bottom))

    def lines(self, indices: Collection[int]) -> list[list[int]]:
        """Group elements into lines from top to bottom, each from left to right."""
        found: list[list[int]] = []
        for one in sorted(indices, key=lambda index: self.boxes[index].top + self.boxes[index].bottom):
            if found and self._is_level(found[-1][0], one):
                found[-1].append(one)
            else:
                found.append([one])
        return [sorted(line, key=lambda index: self.boxes[index].left) for line in found]

    def around(self, indices: Sequence[int]) -> Rect:
        """The smallest rectangle around some elements; at least one is needed."""
        left, top, right, bottom = zip(*(self.boxes[one] for one in indices), strict=True)
        return Rect(min(left), min(top), max(right), max(bottom))

    def _is_level(self, one: int, other: int) -> bool:
        a, b = self.boxes[one], self.boxes[other]
        return abs(a.centre[1] - b.centre[1]) <= SAME_LINE * min(a.height, b.height)


def _indices(at: npt.NDArray[np.bool_]) -> list[int]:
    return [int(one) for one in np.flatnonzero(at)]


def _first_styles(sides: npt.NDArray[np.int32], styles: Sequence[TextStyle]) -> list[TextStyle | None]:
    """The first line on each element."""
    if not styles:
        return [None] * len(sides)
    x, y = np.array([style.line.box.centre for style in styles]).T
    left, top, right, bottom = (side[:, None] for side in sides.T)
    on = (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
    return [styles[int(row.argmax())] if row.any() else None for row in on]


def to_rect(box: Box) -> Rect:
    """A box in whole pixels."""
    return Rect(round(box.x), round(box.y), round(box.x + box.width), round(box.y + box.height))
