"""Recognise icons by their ink: plus, minus, cross, bars, dots, arrows; others have no name."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.foreground import background, difference, largest, runs

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.values import Image

    Mask = npt.NDArray[np.bool_]

MIN_GLYPH_CONTRAST = 40
"""Minimum contrast of an icon to its background, 0..255; disabled icons have about 60, codec noise has 20."""
GLYPH_INK_SHARE = 0.35
"""A pixel with a larger share of the strongest contrast is ink; a thin stroke between two pixels has half."""
PLUS, MINUS, TIMES, BARS, DOTS = "+", "−", "×", "☰", "⋯"
UP, DOWN, LEFT, RIGHT = "▲", "▼", "◀", "▶"
"""Arrowheads without a shaft, outlined or solid."""
MAX_TIP_WIDTH, MIN_BASE_WIDTH = 0.45, 0.8
"""Largest width of an arrow's tip, and least width of its base, as shares of its width."""
LARGE_ARROW_PX, MAX_MIDDLE_WIDTH = 9, 0.84
"""From this height on, an arrow has at most `MAX_MIDDLE_WIDTH` of its width at 2/5 of its height; a heart has more."""
GLYPH_OF_LETTER = {
    "+": PLUS,
    "-": MINUS,
    "−": MINUS,
    "–": MINUS,
    "—": MINUS,
    "一": MINUS,
    "_": MINUS,
    "×": TIMES,
    "x": TIMES,
    "X": TIMES,
    "✕": TIMES,
    "≡": BARS,
    "三": BARS,
}
"""The icon for each letter that OCR reads in its place."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """An icon: `box` is its ink, `name` one of the constants above or "" for others.

    `plain` says that it has one colour; `share` is the ink's share of its box, 0..1.
    """

    box: Rect
    name: str
    plain: bool
    share: float


def glyph(image: Image, place: Rect) -> Glyph | None:
    """The icon in a place of an RGB picture on a flat background; None if there is no icon."""
    piece = place.of(image)
    if min(piece.shape[:2]) < 5:
        return None
    far = difference(piece, background(piece))
    strongest = float(far.max(initial=0))
    if strongest < MIN_GLYPH_CONTRAST:
        return None
    mask: Mask = far > GLYPH_INK_SHARE * strongest
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    tight = mask[top:bottom, left:right]
    strong = piece[far > 0.8 * strongest].astype(np.float32)
    plain = bool(largest(np.abs(strong - np.median(strong, axis=0))).mean() < 24)
    box = Rect(place.left + left, place.top + top, place.left + right, place.top + bottom)
    return Glyph(box, named(tight), plain, float(tight.mean()))


def named(mask: Mask) -> str:
    """The name of the icon that a tight ink mask shows; "" if unknown."""
    height, width = mask.shape
    if width >= 4 and width >= 1.9 * height and height <= 5 and mask.mean() >= 0.7:
        return MINUS
    if max(height, width) < 6:
        return ""
    if abs(height - width) <= max(2, 0.25 * max(height, width)):
        if _is_plus(mask):
            return PLUS
        if _is_times(mask):
            return TIMES
    if _is_bars(mask):
        return BARS
    if _is_dots(mask) or _is_dots(mask.T):
        return DOTS
    return _arrow(mask)


def _arrow(mask: Mask) -> str:
    """The direction of an arrow; "" if the ink is not an arrow."""
    if _points_down(mask):
        return DOWN
    if _points_down(mask[::-1]):
        return UP
    if _points_down(mask.T):
        return RIGHT
    return LEFT if _points_down(mask[:, ::-1].T) else ""


def _points_down(mask: Mask) -> bool:
    """Whether the ink narrows from a broad base to a central tip, and is symmetric."""
    height, width = mask.shape
    if not 1.05 * height <= width <= 2.8 * height or height < 4:
        return False
    extents = [np.flatnonzero(row) for row in mask]
    if any(not len(extent) for extent in extents):
        return False
    wide = [int(extent[-1] - extent[0]) + 1 for extent in extents]
    if height >= LARGE_ARROW_PX and wide[2 * height // 5] > MAX_MIDDLE_WIDTH * width:
        return False  # a heart, a shield, a drop: still broad
    part = max(1, height // 5)
    if max(wide[:part]) < MIN_BASE_WIDTH * width or wide[-1] > MAX_TIP_WIDTH * width or wide[-1] > wide[height // 2]:
        return False
    falls = sum(after > before + 1 for before, after in itertools.pairwise(wide))
    both = mask & mask[:, ::-1]
    return falls <= 1 and bool(both.sum() >= 0.7 * mask.sum())


def _is_plus(mask: Mask) -> bool:
    height, width = mask.shape
    bar_y, bar_x = mask[height // 2 - 1 : height // 2 + 1], mask[:, width // 2 - 1 : width // 2 + 1]
    across = float(bar_y.any(axis=0).mean())
    down = float(bar_x.any(axis=1).mean())
    return across >= 0.95 and down >= 0.95 and max(_corners(mask)) <= 0.06


def _is_times(mask: Mask) -> bool:
    height, width = mask.shape
    middle = mask[height // 2 - 1 : height // 2 + 2, width // 2 - 1 : width // 2 + 2]
    y, x = max(1, round(0.2 * height)), max(1, round(0.2 * width))
    down, across = (slice(round(0.35 * side), round(0.65 * side)) for side in mask.shape)
    edges = (mask[:y, across], mask[-y:, across], mask[down, :x], mask[down, -x:])
    return bool(middle.any()) and min(_corners(mask)) >= 0.2 and max(float(edge.mean()) for edge in edges) <= 0.12


def _corners(mask: Mask) -> tuple[float, float, float, float]:
    """The share of ink in each corner of the box."""
    y, x = max(2, round(0.3 * mask.shape[0])), max(2, round(0.3 * mask.shape[1]))
    parts = (mask[:y, :x], mask[:y, -x:], mask[-y:, :x], mask[-y:, -x:])
    one, two, three, four = (float(part.mean()) for part in parts)
    return one, two, three, four


def _is_bars(mask: Mask) -> bool:
    """Whether the ink is three stacked bars."""
    rows = runs(mask.mean(axis=1) > 0.85)
    return len(rows) == 3 and len(runs(mask.any(axis=1))) == 3 and mask.shape[1] >= mask.shape[0]


def _is_dots(mask: Mask) -> bool:
    """Whether the ink is three equal dots in a row."""
    columns = runs(mask.any(axis=0))
    if len(columns) != 3 or mask.shape[1] < 2.5 * mask.shape[0] or mask.shape[0] > 7:
        return False
    return bool(max(end - start for start, end in columns) <= mask.shape[0] + 1)
