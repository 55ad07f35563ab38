"""Find the dots of a password field: the recogniser reads only letters, and returns nothing there."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.vision.shapes.foreground import INK_SHARE, MIN_INK_DIFF, background, difference, runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Image
    from claude_scope.vision.shapes.foreground import Mask

DOT = "\u2022"
MIN_DOTS, MAX_DOTS = 4, 128
"""Fewer dots are a menu icon, more a dotted line."""
INK_SHARES = (INK_SHARE, 0.55, 0.75)
"""A pixel with a larger share of the strongest difference from the background is ink. Each share is tried, since small
dots run together in a video."""
UNEQUAL, UNEQUAL_PX = 0.25, 1.0
"""The sides of dots and the distances between them differ by at most the larger of this share and this many pixels."""

MIN_FILL, MIN_OVERLAP = 0.6, 0.75
"""Minimum share of its box that a dot fills (a disc has 0.79), and least mean overlap of the dots with the middle one.
Words in letters of one height, as in Cyrillic, are rows of equal boxes, too; they have 0.5 and 0.6."""

Sides = tuple[int, int, int, int]
"""Left, top, right and bottom of the ink in a run of columns, in pixels."""


def dot_centres(piece: Image) -> list[float]:
    """The x positions of equal dots in a row, in pixels; empty if the RGB picture shows anything else.

    The picture may cut the first dot, and a caret may be behind the last one or on it.
    """
    if not piece.size:
        return []
    far = difference(piece, background(piece))
    strongest = float(np.percentile(far, 99))
    masks = (far > max(MIN_INK_DIFF, share * strongest) for share in INK_SHARES)
    rows = ((mask, row) for mask in masks for row in _rows(mask) if MIN_DOTS <= len(row) <= MAX_DOTS)
    dots = next((row for mask, row in rows if _are_equal(row) and _are_discs(mask, row)), [])
    return [(left + right) / 2 for left, _, right, _ in dots]


def _rows(mask: Mask) -> Iterator[list[Sides]]:
    """The rows that may be dots: all ink of a line, and the same without its first or last part or both."""
    found = []
    for left, right in runs(mask.any(axis=0)):
        inked = np.flatnonzero(mask[:, left:right].any(axis=1))
        found.append((left, int(inked[0]), right, int(inked[-1]) + 1))
    for first, last in ((0, 0), (0, 1), (1, 0), (1, 1)):
        yield found[first : len(found) - last]


def _are_equal(dots: Sequence[Sides]) -> bool:
    """Whether all dots are as wide as high, of equal size, on one level and at equal distances."""
    side = median(right - left for left, _, right, _ in dots)
    steps = [after[0] - before[0] for before, after in pairwise(dots)]
    usual = median(steps)
    sides = [length for left, top, right, bottom in dots for length in (right - left, bottom - top)]
    return (
        all(_is_near(length, side) for length in sides)
        and all(abs(top - dots[0][1]) <= UNEQUAL_PX for _, top, _, _ in dots)
        and all(_is_near(step, usual) for step in steps)
    )


def _are_discs(mask: Mask, dots: Sequence[Sides]) -> bool:
    """Whether all dots are filled, and have the shape of the middle one."""
    pieces = [mask[top:bottom, left:right] for left, top, right, bottom in dots]
    middle = pieces[len(pieces) // 2]
    is_filled = all(float(piece.mean()) >= MIN_FILL for piece in pieces)
    return is_filled and sum(_overlap(piece, middle) for piece in pieces) >= MIN_OVERLAP * len(pieces)


def _overlap(one: Mask, other: Mask) -> float:
    """The intersection over union of two shapes whose boxes are aligned at their centres."""
    size = max(one.shape[0], other.shape[0]), max(one.shape[1], other.shape[1])
    both = []
    for piece in (one, other):
        canvas = np.zeros(size, bool)
        top, left = ((whole - part) // 2 for whole, part in zip(size, piece.shape, strict=True))
        canvas[top : top + piece.shape[0], left : left + piece.shape[1]] = piece
        both.append(canvas)
    return float((both[0] & both[1]).sum() / max(1, (both[0] | both[1]).sum()))


def _is_near(length: float, usual: float) -> bool:
    return abs(length - usual) <= max(UNEQUAL_PX, UNEQUAL * usual)
