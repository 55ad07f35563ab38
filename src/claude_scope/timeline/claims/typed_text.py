"""Recognises text that the user types: a row continues where it ended before, and nothing else changes.

Without this, `row_diff` would treat a few added letters as another reading of the same row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.geometry import centre
from claude_scope.timeline.claims.rows.in_place import SAME_PLACE_PX
from claude_scope.timeline.claims.rows.readings import MIN_REPAINTED, repainted
from claude_scope.timeline.claims.rows.row_bands import RowBands
from claude_scope.timeline.text_compare import skeleton
from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.claims.rows.text_rows import TextRow

MIN_BEGUN, MIN_TYPED = 2, 2
"""Minimum number of letters before typing, and minimum number of added letters: a single one may be a misread caret."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A row before and after typing, and the place of the added text."""

    before: TextRow
    after: TextRow
    rest: Box


def typed_text(before: Sequence[TextRow], after: Sequence[TextRow], changed: Sequence[Box]) -> Typed | None:
    """The row to which text was added, if there is only one; `changed` are the regions where pixels changed."""
    found = list(_longer(before, after, changed)) if changed else []
    return found[0] if len(found) == 1 else None


def _longer(before: Sequence[TextRow], after: Sequence[TextRow], changed: Sequence[Box]) -> Iterator[Typed]:
    bands = RowBands(before)
    for new in (row for row in after if len(row.lines) == 1):
        for old in bands.beside(new.box):
            if _begin_together(old.box, new.box) and _goes_on(old, new):
                end = old.box.x + old.box.width
                rest = Box(end, new.box.y, new.box.x + new.box.width - end, new.box.height)
                if rest.width > 0 and repainted(rest, changed) >= MIN_REPAINTED:
                    yield Typed(old, new, rest)


def _begin_together(one: Box, other: Box) -> bool:
    """Whether two rows begin at the same place; a suggestion directly below a field begins at another place."""
    middles = centre(one)[1], centre(other)[1]
    return abs(one.x - other.x) <= SAME_PLACE_PX and abs(middles[0] - middles[1]) <= SAME_PLACE_PX


def _goes_on(old: TextRow, new: TextRow) -> bool:
    """Whether the new text begins with the old one, whose last letter may be misread because of a caret."""
    begun, whole = skeleton(old.text), skeleton(new.text)
    return len(begun) >= MIN_BEGUN and len(whole) >= len(begun) + MIN_TYPED and whole.startswith(begun[:-1])
