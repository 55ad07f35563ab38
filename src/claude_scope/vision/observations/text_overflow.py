"""Report text that does not fit: cut off, running over its control, or overlapping other text."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import centre, holds
from claude_scope.values import Observation
from claude_scope.vision.shapes.foreground import MIN_INK_DIFF, background, largest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.geometry import Rect
    from claude_scope.values import Box, Element, Image
    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import TextStyle

ELLIPSIS = ("...", "…", "..")
MIN_INSET_PX = 4
"""Distance of a text to the edge where it begins; text that is cut off has none at the other edge."""
MAX_FLUSH_PX = 4
"""A line that ends this near to an edge continues beyond it; ink is searched up to two pixels before the edge."""
LEFT_MARGINS_PX = (10, 48)
"""Least and largest left margin of such a line; right-aligned text has a larger one."""
MIN_LABEL_LETTERS = 8
"""Letters of a label that may be too long for its button."""
OCR_OVERHANG_PX = 5
"""Pixels by which OCR's box of a line extends beyond its ink, and so beyond the edge where the ink ends."""
MIN_FILLED_SHARE = 0.6
"""Share of its container that a cut line fills."""
MIN_SIDE_LOSS = 0.15
"""Letters at the edge of a surface make it less straight than the opposite one by this share."""
BOX_SIZES_PX = (20, 64, 50)
"""Least and largest height and least width, in pixels, of the box of one line."""
EDGE_REACH = 0.6
"""Distance to an edge, in font sizes, within which an overrunning text has ink on both sides; cells keep more."""
MIN_LETTER_CONTRAST = 60
"""Difference (0..255) of a letter to its background."""
MIN_OVERRUN_PX = 4
"""Pixels beyond the edge of its control from which a text overruns it."""
MIN_OVERLAP_SHARE = 0.25
"""Common share of the smaller line's area from which two lines overlap: "p" and "l" touch in tight headings."""
MIN_LETTERS = 3
"""Shorter texts may be icons."""


def text_overflow(scene: Scene, elements: Sequence[Element]) -> list[Observation]:
    """Observations about text that does not fit its place."""
    return [*_cut_off(scene, elements), *_overrunning(scene), *_overlapping(scene)]


def _cut_off(scene: Scene, elements: Sequence[Element]) -> Iterator[Observation]:
    """Lines that begin inside of their surface and end at its right edge in half a letter."""
    for style in scene.styles:
        panel = scene.panel(style)
        if panel is None or _letters(style.text) < MIN_LETTERS or style.text.endswith(ELLIPSIS):
            continue
        if _ends_at_other(panel.box, elements) or style.line.box.right > panel.box.right + OCR_OVERHANG_PX:
            continue  # not an edge: the text continues beyond it, as below the pointer
        if (_is_half_a_letter(scene, style, panel) or _is_flush(style, panel)) and not _is_in_field(style, elements):
            yield Observation("cut-off", f'Text is cut off at an edge: "{style.text}"', style.line.box.box())


def _is_half_a_letter(scene: Scene, style: TextStyle, panel: Panel) -> bool:
    box, sides = panel.box, panel.surface.sides
    begins_inside = style.box.left - box.left >= MIN_INSET_PX
    if not begins_inside or style.box.right < box.right - style.size or sides[0] - sides[2] < MIN_SIDE_LOSS:
        return False
    return _is_sliced(scene, style, box)


def _is_flush(style: TextStyle, panel: Panel) -> bool:
    """Whether a line has a margin at its left but none at its right: it continues out of sight."""
    box = panel.box
    least, most = LEFT_MARGINS_PX
    left, right = style.box.left - box.left, box.right - style.box.right
    is_long = _letters(style.text) >= MIN_LABEL_LETTERS and style.box.width >= MIN_FILLED_SHARE * box.width
    return is_long and least <= left <= most and right <= MAX_FLUSH_PX


def _is_in_field(style: TextStyle, elements: Sequence[Element]) -> bool:
    """Whether a line stands in a field, which scrolls."""
    middle = centre(style.line.box.box())
    return any(one.type in ("input", "select") and holds(one.box, middle) for one in elements)


def _is_sliced(scene: Scene, style: TextStyle, edge: Rect) -> bool:
    """Whether there is ink in the last columns before the edge, but not in all rows: that would be a border."""
    piece = scene.image[style.box.top : style.box.bottom, max(0, edge.right - 4) : edge.right - 1].astype(np.float32)
    far = largest(np.abs(piece - style.behind))
    inked = (far > max(MIN_INK_DIFF, 0.4 * style.contrast)).any(axis=1)
    return bool(0.1 <= float(inked.mean()) <= 0.9)


def _ends_at_other(box: Rect, elements: Sequence[Element]) -> bool:
    """Whether a dialog, a menu or a message covers the end of the surface."""
    over = [one.box for one in elements if one.type in ("dialog", "menu", "alert")]
    return any(abs(one.x - box.right) <= 12 or _covers(one, box) for one in over)


def _covers(over: Box, box: Rect) -> bool:
    return over.x < box.right and box.left < over.x and over.y < box.bottom and box.top < over.y + over.height


def _overrunning(scene: Scene) -> Iterator[Observation]:
    """Lines that begin on a low box, such as a button, and continue beyond its edge without a gap."""
    low, high, wide = BOX_SIZES_PX
    boxes = [
        panel.box
        for panel in scene.panels
        if low <= panel.box.height <= high and panel.box.width >= wide and _is_clear(panel.surface.sides)
    ]
    for style in scene.styles:
        if _letters(style.text) < MIN_LETTERS or _fits_low_box(style, scene):
            continue
        if any(_overruns(scene, style, box) for box in boxes):
            yield Observation("overlap", f'"{style.text}" runs over the edge of its box', style.line.box.box())


def _fits_low_box(style: TextStyle, scene: Scene) -> bool:
    """Whether a line fits on one low box: another box that ends within it is a part of that."""
    return any(p.box.height <= BOX_SIZES_PX[1] and p.box.contains(style.box) for p in scene.panels)


def _is_clear(sides: tuple[float, float, float, float]) -> bool:
    """Whether all sides but the right one are straight; text disturbs that one. A pill's left side is short."""
    left, top, _, bottom = sides
    return min(top, bottom) >= 0.8 and left >= 0.4


def _overruns(scene: Scene, style: TextStyle, box: Rect) -> bool:
    line, reach = style.line.box, round(EDGE_REACH * scene.size)
    level = box.top <= line.top + 2 and line.bottom - 2 <= box.bottom
    if not (
        level and box.left + 2 <= line.left and line.left + 0.3 * line.width < box.right < line.right - MIN_OVERRUN_PX
    ):
        return False
    rows = slice(line.top + 2, line.bottom - 2)
    sides = (slice(box.right - reach, box.right - 2), slice(box.right + 2, box.right + reach))
    return all(_has_ink(scene.image[rows, columns]) for columns in sides)


def _has_ink(piece: Image) -> bool:
    """Whether letters stand there, and not only the edge of a box."""
    if not piece.size:
        return False
    far = largest(np.abs(piece.astype(np.float32) - background(piece))) > MIN_LETTER_CONTRAST
    return bool(far.any(axis=0).sum() >= 2 and far.mean() <= 0.6)


def _overlapping(scene: Scene) -> Iterator[Observation]:
    """Pairs of lines whose ink overlaps."""
    worded = [style for style in scene.styles if _letters(style.text) >= MIN_LETTERS]
    for one, other in itertools.combinations(sorted(worded, key=lambda style: style.box.top), 2):
        if other.box.top >= one.box.bottom:
            continue
        wide = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
        high = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
        smaller = min(one.box.width * one.box.height, other.box.width * other.box.height)
        if wide > 0 and high > 0 and wide * high > MIN_OVERLAP_SHARE * smaller:
            yield Observation("overlap", f'"{one.text}" and "{other.text}" overlap', one.line.box.box())


def _letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)
