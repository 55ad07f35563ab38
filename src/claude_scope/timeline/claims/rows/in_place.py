"""Pairs the rows of two pictures that are at the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, grown, holds
from claude_scope.timeline.claims.rows.row_bands import RowBands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.claims.rows.text_rows import TextRow
    from claude_scope.values import Box

SAME_PLACE_PX = 8.0
"""The OCR boxes of an unmoved row in two pictures are at most this far apart."""
MAX_COUNT_DIGITS = 3


def pairs_in_place(went: Sequence[TextRow], came: Sequence[TextRow]) -> list[tuple[TextRow, TextRow]]:
    """Pairs of an old and a new row at the same place."""
    found: dict[TextRow, TextRow] = {}
    bands = RowBands(came)
    for old in went:
        near = bands.beside(grown(old.box, SAME_PLACE_PX))
        if (new := next((row for row in near if row not in found and _is_in_place_of(old, row)), None)) is not None:
            found[new] = old
    return [(old, new) for new, old in found.items()]


def _is_in_place_of(old: TextRow, new: TextRow) -> bool:
    """Whether a new row replaces an old one at its place. The box of a number in a badge may be wider or narrower."""
    are_counts = all(text.isdigit() and len(text) <= MAX_COUNT_DIGITS for text in (old.text, new.text))
    is_within = are_counts and (holds(old.box, centre(new.box)) or holds(new.box, centre(old.box)))
    return is_within or _is_same_place(old.box, new.box)


def _is_same_place(one: Box, other: Box) -> bool:
    """Whether two rows have a common left edge, right edge or centre, and about the same height."""
    if abs(one.y + one.height / 2 - other.y - other.height / 2) > SAME_PLACE_PX:
        return False
    if max(one.height, other.height) > 1.6 * min(one.height, other.height):
        return False
    left, right = abs(one.x - other.x), abs(one.x + one.width - other.x - other.width)
    middle = abs(one.x + one.width / 2 - other.x - other.width / 2)
    return min(left, right, middle) <= SAME_PLACE_PX
