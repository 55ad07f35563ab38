"""Find patterns of dots, lines or squares behind a page: the canvas of a node editor, the background of a drawing.

A pattern repeats one shape at the same distance across and down, hundreds of times. Controls do not: the rows of a
table are not as far apart as its columns, and a calendar has 42 days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from claude_scope.vision.shapes.connected_components import components

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    Boxes = npt.NDArray[np.int32]
    """Left, top, width and height, shape (count, 4)."""
    Flags = npt.NDArray[np.bool_]

PITCHES_PX = range(6, 65)
"""Distances between the shapes of a pattern; a node editor has 10 to 24 at 100 %."""
MIN_SHAPES = 150
"""Minimum number of shapes of a pattern that have all four neighbours. The days of a calendar, the squares of a colour
picker and the checkboxes of a permissions table are fewer."""
SIZE_TOLERANCE_PX = 3
"""A codec changes the sides of equal shapes by less."""
FLAT_STEP, DRAWN_STEP = 5, 24
"""Neighbouring pixels of a flat square differ by less than the first (0..255), those of a dot by the second or more."""


class Pattern(NamedTuple):
    """The distance between the shapes of a pattern, and their size, in pixels."""

    pitch: int
    width: int
    height: int


def find_patterns(far: npt.NDArray[np.uint8]) -> tuple[Pattern, ...]:
    """Return the patterns of a picture; `far` is from `surfaces.colour_steps`."""
    beside = np.maximum(far[0], far[1])
    shapes = (components(beside < FLAT_STEP), components(beside >= DRAWN_STEP))
    return tuple(pattern for _, stats in shapes for pattern in _patterns(stats[1:, :4]))


def on_pattern(boxes: Boxes, patterns: Iterable[Pattern]) -> Flags:
    """Whether each box is a shape of a pattern: it has the pattern's size, a neighbour across and one down."""
    flags = np.zeros(len(boxes), np.bool_)
    for pattern in patterns:
        sized = np.flatnonzero(_is_sized(boxes, pattern))
        if len(sized):
            left, right, above, below = _neighbours(boxes[sized], pattern.pitch)
            flags[sized] |= (left | right) & (above | below)
    return flags


def _patterns(boxes: Boxes) -> list[Pattern]:
    found: list[Pattern] = []
    small = boxes[boxes[:, 2:].max(axis=1, initial=0) <= PITCHES_PX[-1]]
    for pitch in _possible_pitches(small) if len(small) >= MIN_SHAPES else ():
        fit = small[small[:, 2:].max(axis=1) <= pitch]
        if any(pitch % item.pitch == 0 for item in found):
            continue
        inner = np.logical_and.reduce(_neighbours(fit, pitch))
        if np.count_nonzero(inner) >= MIN_SHAPES:
            width, height = np.median(fit[inner, 2:], axis=0)
            found.append(Pattern(pitch, int(width), int(height)))
    return found


def _possible_pitches(boxes: Boxes) -> Iterable[int]:
    """The distances at which enough boxes have boxes of any size on all four sides; a page of text seldom has one."""
    grid, x, y = _grid(boxes, PITCHES_PX[-1])
    sides = boxes[:, 2:].max(axis=1)
    for pitch in PITCHES_PX:
        inner = np.flatnonzero(sides <= pitch)
        for right, down in ((-pitch, 0), (pitch, 0), (0, -pitch), (0, pitch)):
            inner = inner[grid[y[inner] + down, x[inner] + right]]
        if len(inner) >= MIN_SHAPES:
            yield pitch


def _is_sized(boxes: Boxes, pattern: Pattern) -> Flags:
    return np.asarray((np.abs(boxes[:, 2:] - pattern[1:]) <= SIZE_TOLERANCE_PX).all(axis=1), np.bool_)


def _neighbours(boxes: Boxes, pitch: int) -> tuple[Flags, Flags, Flags, Flags]:
    """Whether each box has another one at this distance to its left, to its right, above and below."""
    near, x, y = _grid(boxes, pitch)
    return near[y, x - pitch], near[y, x + pitch], near[y - pitch, x], near[y + pitch, x]


def _grid(boxes: Boxes, margin: int) -> tuple[Flags, npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """A mask of the pixels at and around the centres of boxes, with a margin, and the column and row of each centre."""
    centres = boxes[:, :2] + boxes[:, 2:] // 2
    x, y = (centres - centres.min(axis=0) + margin + 1).T
    grid = np.zeros((int(y.max()) + margin + 2, int(x.max()) + margin + 2), np.uint8)
    grid[y, x] = 1
    return np.asarray(cv2.dilate(grid, np.ones((3, 3), np.uint8)), np.bool_), x, y
