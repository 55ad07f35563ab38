"""Remove OCR false positives: checkboxes and radio buttons that were read as letters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import Rect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.ocr.text_lines import TextLine
    from claude_scope.vision.scene.scene import Shapes
    from claude_scope.vision.shapes.checkbox_shapes import Mark

BOX_LETTERS = frozenset("□☐■▢口回图日国O0oQDUVLC[|")
"""Letters that OCR reads for an empty checkbox."""
TICK_LETTERS = frozenset("☑☒✓✔√vV<ЛZ区図☐□■口回图日冈凶")
"""Letters that OCR reads for a checked checkbox."""
RING_LETTERS = frozenset("O○◯◎⊙●◉©®。·•o0Q")
"""Letters that OCR reads for a radio button."""
MAX_MARK_PX = 30
"""Largest side of a checkbox in pixels; a larger square that contains a letter is a button."""
MARK_SIDES_PX = (12, 24)
"""Smallest and largest side, in pixels, of a checkbox or radio button next to a line of text."""
MAX_MARK_ASPECT = 1.15
"""Largest ratio of a mark's height to its width. Marks are square; the 0 of 12 px letters has 9 to 7."""
MARK_HEIGHT_SHARES = (0.4, 1.1)
"""Minimum and largest height of a mark between two labels, as a share of the line's."""
MIN_LABEL_GAP = 0.3
"""Minimum distance between a checkbox and its label, in line heights."""


def remove_mark_letters(found: Shapes, lines: Sequence[TextLine]) -> list[TextLine]:
    """Remove letters that are checkboxes or radio buttons; drop lines that contain nothing else."""
    boxes = [
        mark
        for mark in found.marks
        if mark.box.width <= MAX_MARK_PX and mark.box.height <= MAX_MARK_ASPECT * mark.box.width
    ]
    cleaned = [_remove_mark_letter(line, boxes) for line in lines]
    return [line for line in cleaned if line is not None]


def _remove_mark_letter(line: TextLine, boxes: Sequence[Mark]) -> TextLine | None:
    mark = next((box for box in boxes if _begins(line, box)), None)
    if mark is None:
        return line
    letters = RING_LETTERS if mark.is_round else TICK_LETTERS if mark.marked else BOX_LETTERS
    if line.text[0] not in letters:
        return line
    if len(line.text) == 1:
        if mark.is_round and line.box.left < mark.box.left - 6:
            return line  # may be a letter
        return None if line.box.width <= 2.5 * mark.box.width else line
    rest = line.text[1:].lstrip()
    centres = line.centres[len(line.text) - len(rest) :]
    if not rest or centres[0] - mark.box.right < MIN_LABEL_GAP * line.box.height:
        return None if not rest else line
    left = min(mark.box.right + 2, int(centres[0]))
    return replace(line, text=rest, box=Rect(left, *line.box[1:]), centres=centres)


def trim_at_marks(found: Shapes, lines: Sequence[TextLine]) -> list[TextLine]:
    """Trim lines whose left end overlaps a checkbox or radio button that was not read as a letter."""
    marks = [mark.box for mark in found.marks if MARK_SIDES_PX[0] - 1 <= mark.box.width <= MAX_MARK_PX]
    return [_trim_at_mark(line, marks) for line in lines]


def _trim_at_mark(line: TextLine, marks: Sequence[Rect]) -> TextLine:
    for box in marks:
        level = (
            line.box.top <= box.centre[1] <= line.box.bottom and box.height >= MARK_HEIGHT_SHARES[0] * line.box.height
        )
        begins = box.left - 8 <= line.box.left <= box.right
        if level and begins and line.centres and line.centres[0] - box.right >= MIN_LABEL_GAP * line.box.height:
            return replace(line, box=Rect(box.right + 1, *line.box[1:]))
    return line


def _begins(line: TextLine, mark: Mark) -> bool:
    """Whether the line's first letter is on the mark."""
    return (
        abs(line.box.left - mark.box.left) <= 8
        and line.box.top <= mark.box.centre[1] <= line.box.bottom
        and line.centres[0] <= mark.box.right + 3
    )
