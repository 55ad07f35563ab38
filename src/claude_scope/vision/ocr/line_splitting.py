"""Split lines at the border between a label and its field, and cut off the arrow of a select."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.shapes.foreground import ink, runs
from claude_scope.vision.shapes.icon_glyphs import DOWN, glyph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Image
    from claude_scope.vision.ocr.text_lines import TextLine
    from claude_scope.vision.scene.scene import Shapes
    from claude_scope.vision.shapes.surface import Surface

CONTROL_HEIGHTS_PX = (14, 64)
"""Height of a control in pixels, without its border."""
MIN_STRAIGHT_SIDE = 0.6
"""Least straight share of a control's upper and lower side; the ends of a pill have less."""
BORDER_PX = 3
"""Pixels on both sides of an edge that belong to its border, or to a letter that OCR reads there."""
MIN_BORDER_DIFF = 40
"""Least difference (0..255) of such a border to the inside."""
BORDER_LETTERS = frozenset("(|[{lI1CcL")
"""What OCR reads for a border."""
ARROW_WIDTHS_PX = (6, 14)
"""Least and largest width of an arrow, in pixels: the browser's own has 8 or 9."""
MIN_ARROW_ASPECT = 1.3
"""Least width of an arrow per height; a v is narrower."""
MIN_ARROW_GAP_PX, MAX_END_GAP_PX = 3, 24
"""Least distance of an arrow to the text, and largest distance to the end of its control."""
ARROW_LETTERS = frozenset("vVYνˇ~")
"""What OCR reads for an arrow."""


def remove_select_arrows(image: Image, found: Shapes, lines: Sequence[TextLine]) -> list[TextLine]:
    """Remove the arrow of a select from lines whose text leaves so little room that OCR read both as one line."""
    controls = [one.box for one in found.surfaces if _is_control(one.box, one.sides)]
    return [_remove_select_arrow(image, line, controls) for line in lines]


def _remove_select_arrow(image: Image, line: TextLine, controls: Sequence[Rect]) -> TextLine:
    x, y = line.box.centre
    box = next((one for one in reversed(controls) if one.has(x, y)), None)
    if box is None or not 0 <= box.right - line.box.right <= MAX_END_GAP_PX or len(line.text) < 3:
        return line
    place = Rect(line.box.left, max(line.box.top, box.top + 1), line.box.right, min(line.box.bottom, box.bottom - 1))
    columns = runs(ink(place.of(image)).any(axis=0)) if place.height >= ARROW_WIDTHS_PX[0] else []
    if len(columns) < 3 or columns[-1][0] - columns[-2][1] < MIN_ARROW_GAP_PX:
        return line
    left, right = columns[-1]
    sign = glyph(image, Rect(place.left + left - 1, place.top, place.left + right + 1, place.bottom))
    if not ARROW_WIDTHS_PX[0] <= right - left <= ARROW_WIDTHS_PX[1] or sign is None or sign.name != DOWN:
        return line
    if sign.box.width < MIN_ARROW_ASPECT * sign.box.height:
        return line
    length = len(line.text)
    if line.text[-1] in ARROW_LETTERS and line.centres[-1] >= sign.box.left - MIN_ARROW_GAP_PX:
        length = len(line.text[:-1].rstrip())
    return replace(
        line,
        text=line.text[:length],
        centres=line.centres[:length],
        box=Rect(line.box.left, line.box.top, sign.box.left - 1, line.box.bottom),
    )


def split_at_controls(image: Image, found: Shapes, lines: Sequence[TextLine]) -> dict[int, list[Rect]]:
    """Where to split lines that begin before a control and end in it: pieces by the line's index."""
    controls = [one for one in found.surfaces if _is_control(one.box, one.sides)]
    over = {
        index: next((one.box for one in controls if _runs_over(line, one.box) and _is_apart(image, line, one)), None)
        for index, line in enumerate(lines)
    }
    return {index: _parts(lines[index].box, box) for index, box in over.items() if box is not None}


def _is_apart(image: Image, line: TextLine, control: Surface) -> bool:
    """Whether the control is larger than the text on it, or has a border; a plain background has none."""
    box = control.box
    if line.box.right < box.right - line.box.height / 2:
        return True
    rows = slice(box.top + box.height // 4, box.bottom - box.height // 4)
    border = image[rows, max(0, box.left - 2) : box.left + 1].astype(np.float32)
    around = image[rows, max(0, box.left - BORDER_PX - 1) : max(1, box.left - BORDER_PX)].astype(np.float32)
    step = float(np.median(np.abs(border - control.fill).max(axis=(1, 2))))
    return step >= MIN_BORDER_DIFF and float(np.median(np.abs(around - control.fill).max(axis=(1, 2)))) < step / 2


def _is_control(box: Rect, sides: tuple[float, float, float, float]) -> bool:
    low, high = CONTROL_HEIGHTS_PX
    return low <= box.height <= high and box.width >= 1.5 * box.height and min(sides[1], sides[3]) >= MIN_STRAIGHT_SIDE


def _runs_over(line: TextLine, box: Rect) -> bool:
    """Whether a line begins before a control and ends in it, and no letter stands on the border."""
    place = line.box
    level = place.top <= box.centre[1] <= place.bottom and box.top <= place.centre[1] <= box.bottom
    if (
        not level
        or not place.left + max(place.height / 2, 2 * BORDER_PX) < box.left < place.right <= box.right + BORDER_PX
    ):
        return False
    letters = [(x, letter) for x, letter in zip(line.centres, line.text, strict=True) if letter != " "]
    before = [x for x, _ in letters if x < box.left - BORDER_PX]
    on_it = [letter for x, letter in letters if abs(x - box.left) <= BORDER_PX]
    return len(before) >= 2 and all(letter in BORDER_LETTERS for letter in on_it)


def _parts(line: Rect, box: Rect) -> list[Rect]:
    """The part of a line before the control, and the part on it."""
    before = Rect(line.left, line.top, box.left - BORDER_PX, line.bottom)
    inside = Rect(box.left + 1, max(line.top, box.top + 1), line.right, min(line.bottom, box.bottom - 1))
    inside = inside._replace(right=min(inside.right, box.right - 1))
    return [before, inside] if inside.width >= inside.height / 2 else [before]
