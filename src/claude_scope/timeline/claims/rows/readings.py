"""Decides whether two pictures have the same row: OCR misreads letters, and joins or splits rows differently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.geometry import grown, intersection
from claude_scope.timeline.claims.rows.text_rows import WORD, joined
from claude_scope.timeline.text_compare import same_text, similarity, skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.claims.rows.row_bands import RowBands
    from claude_scope.timeline.claims.rows.text_rows import TextRow
    from claude_scope.values import Box

BESIDE_PX = 12.0
"""In the other picture, the pieces of a row may extend this far beyond its left or right end."""
MISREAD_SIMILARITY = 0.75
"""Minimum similarity of two readings of the same row. If a digit differs, they are different rows."""
LONG, LONG_SIMILARITY = 24, 0.88
"""Two texts with at least this many letters and this similarity are readings of the same text, because in a sentence a
letter is misread more often than it changes."""
SURE, MIN_REPAINTED = 0.8, 0.5
"""If letters were read with at least this confidence, and at least this share of their place was repainted, a different
reading is a different text."""
_DIGITS = re.compile(r"\d")


def is_misread(one: str, other: str) -> bool:
    """Whether two texts may be readings of the same letters."""
    if same_text(one, other):
        return True
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    return similarity(one, other, MISREAD_SIMILARITY) > 0


def repainted(box: Box, changed: Sequence[Box]) -> float:
    """The share (0..1) of a box in which pixels changed; 1 if the changed regions are unknown."""
    if not changed:
        return 1.0
    right, bottom = box.x + box.width, box.y + box.height
    near = (item for item in changed if item.x < right and item.y < bottom)
    return min(1.0, sum(intersection(box, item) for item in near) / max(1.0, box.width * box.height))


def new_part(row: TextRow, before: RowBands[TextRow]) -> TextRow:
    """A row without the pieces that were there before, because OCR may join a menu with the text next to it."""
    is_new = [not is_in_band(joined([line]), before, is_new=False) for line in row.lines]
    if all(is_new):
        return row
    first, last = (is_new.index(True), len(is_new) - is_new[::-1].index(True)) if any(is_new) else (0, 0)
    new = row.lines[first:last]
    return joined(new) if all(is_new[first:last]) and WORD.search(" ".join(line.text for line in new)) else row


def number_part(row: TextRow, others: RowBands[TextRow]) -> TextRow:
    """Reduce a row to its number if the other picture has its words: OCR may or may not join a badge and its label."""
    new = [line for line in row.lines if not is_in_band(joined([line]), others, is_new=False)]
    return joined(new) if len(new) == 1 < len(row.lines) and new[0].text.isdigit() else row


def is_new(row: TextRow, changed: Sequence[Box]) -> bool:
    """Whether a row was read with confidence and repainted, so that different letters mean a different text."""
    return bool(changed) and row.confidence >= SURE and repainted(row.box, changed) >= MIN_REPAINTED


def is_in_band(row: TextRow, others: RowBands[TextRow], *, is_new: bool) -> bool:
    """Whether another picture has a row's text at the same place: as a row, as a part of a longer row, or in pieces."""
    beside = grown(row.box, BESIDE_PX)
    left, right = beside.x, beside.x + beside.width
    here = [
        other
        for other in others.beside(row.box)
        if left < other.box.x + other.box.width and other.box.x < right  # fails first in a wide table
        if _share_height(row.box, other.box) and intersection(beside, other.box) > 0
    ]
    if not here:
        return False
    is_sure = is_new and all(other.confidence >= SURE for other in here)
    alike = _is_long_misread if is_sure else is_misread
    if any(alike(row.text, other.text) for other in here):
        return True
    together = " ".join(other.text for other in sorted(here, key=lambda other: other.box.x))
    own = skeleton(row.text)
    return bool(own) and (own in skeleton(together) or alike(row.text, together))


def _is_long_misread(one: str, other: str) -> bool:
    """Whether two texts are the same, or long and nearly the same."""
    if same_text(one, other):
        return True
    return min(len(one), len(other)) >= LONG and similarity(one, other, LONG_SIMILARITY) > 0 and is_misread(one, other)


def _share_height(one: Box, other: Box) -> bool:
    shared = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return shared >= 0.5 * min(one.height, other.height)
