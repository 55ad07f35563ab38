"""A state and the earlier state that it is compared with: their rows, and the known rows of all earlier states."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.geometry import intersection
from claude_scope.timeline.claims.acts.pressed import line_under
from claude_scope.timeline.claims.rows.row_bands import RowBands
from claude_scope.timeline.claims.rows.row_diff import row_diff
from claude_scope.timeline.claims.scores import LEGIBLE_PAGE
from claude_scope.timeline.text_compare import skeleton
from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_scope.timeline.claims.rows.row_diff import RowDiff
    from claude_scope.timeline.claims.rows.text_rows import TextRow
    from claude_scope.values import Line, Moment, Rest

CELL_PX = 12
"""Two readings of the same text are in the same cell, or in neighbouring cells, of a grid with this cell size."""
ANOTHER_PAGE = 0.35
"""If the states share fewer rows than this, another page or view is shown."""
FEW_ROWS, MIN_PAGE_SHARE = 6, 0.05
"""If OCR reads at most this many rows, and with low confidence (because it does not support their script), it is
another page only if at least this share of the pixels changed, too."""
MIN_SEEN_ROWS, SEEN_AGAIN = 8, 0.75
"""An earlier view is shown again if it has at least this many rows, and at least this share of them is in place."""
MAX_LOCAL_ROWS = 10
"""A message appears with few other rows. If more rows appear, an error word belongs to the view that opened."""
POINTER = Box(-6, -6, 34, 40)
"""The area that the picture of a pointer may cover, relative to its tip."""


class KnownRows:
    """The rows of all earlier states, by their words and the grid cells in which they begin and end."""

    def __init__(self, rows: Iterable[TextRow] = ()) -> None:
        self._cells: defaultdict[str, set[_Cells]] = defaultdict(set)
        self.add(rows)

    def add(self, rows: Iterable[TextRow]) -> None:
        """Remember the rows of a state."""
        for row in rows:
            self._cells[skeleton(row.text)].add(_cells(row.box))

    def has(self, row: TextRow) -> bool:
        """Whether an earlier state had this row at this place, perhaps with an icon read as a part of one end."""
        own = _cells(row.box)
        return any(own.begins_or_ends_with(other) for other in self._cells.get(skeleton(row.text), ()))

    def has_part(self, row: TextRow) -> bool:
        """Whether an earlier state had this row at this place, by itself or as a part of a longer row."""
        own, text = _cells(row.box), skeleton(row.text)
        longer = (other for known, places in self._cells.items() if text in known for other in places)
        return self.has(row) or any(own.lies_in(other) for other in longer)


class _Cells(NamedTuple):
    """The grid cells in which a row begins and ends, and the cell of its upper edge."""

    left: int
    right: int
    top: int

    def begins_or_ends_with(self, other: _Cells) -> bool:
        is_beside = min(abs(self.left - other.left), abs(self.right - other.right)) <= 1
        return is_beside and abs(self.top - other.top) <= 1

    def lies_in(self, other: _Cells) -> bool:
        is_across = other.left - 1 <= self.left and self.right <= other.right + 1
        return is_across and abs(self.top - other.top) <= 1


def _cells(box: Box) -> _Cells:
    return _Cells(*(round(at / CELL_PX) for at in (box.x, box.x + box.width, box.y)))


@dataclass(frozen=True, slots=True)
class Statistics:
    """The median confidence of a picture's rows, and how often each text occurs."""

    confidence: float
    often: Counter[str]

    @classmethod
    def of(cls, rows: Sequence[TextRow]) -> Statistics:
        """The statistics of a picture's rows."""
        return cls(median(row.confidence for row in rows) if rows else 0.0, Counter(row.text for row in rows))


@dataclass(frozen=True)
class Pair:
    """A state (`after`), its number from 1, the state that it is compared with (`before`), and the rows of both.

    `pressed` is the rest of the pointer when the state began, if a click there may have caused the change. `heads` are
    the boxes of earlier page headings. `covered` are rows that a menu or a dialog covers in `before`.
    """

    number: int
    before: Moment
    after: Moment
    rows_before: Sequence[TextRow]
    rows_after: Sequence[TextRow]
    known: KnownRows = field(default_factory=KnownRows)
    pressed: Rest | None = None
    heads: Sequence[Box] = ()
    covered: KnownRows = field(default_factory=KnownRows)

    @cached_property
    def clicked(self) -> Line | None:
        """The text that was clicked, if the pointer was on a text."""
        return line_under(self.pressed.box, self.before.reading.lines) if self.pressed else None

    @cached_property
    def diff(self) -> RowDiff:
        """The differences between the rows of the two states."""
        return row_diff(self.rows_before, self.rows_after, self.after.keyframe.changed)

    @cached_property
    def _known_after(self) -> KnownRows:
        return KnownRows(self.rows_after)

    def stands_after(self, row: TextRow) -> bool:
        """Whether the later state has this row at this place."""
        return self._known_after.has(row)

    @cached_property
    def placed(self) -> RowBands[TextRow]:
        """The rows that are at new places, indexed by their vertical position."""
        return RowBands(self.diff.placed)

    @cached_property
    def stats_before(self) -> Statistics:
        """The statistics of the rows before."""
        return Statistics.of(self.rows_before)

    @cached_property
    def stats_after(self) -> Statistics:
        """The statistics of the rows after."""
        return Statistics.of(self.rows_after)

    @property
    def is_another_page(self) -> bool:
        """Whether another page or view is shown."""
        if self.diff.kept >= ANOTHER_PAGE or not self.diff.came:
            return False
        is_few = max(len(self.rows_before), len(self.rows_after)) <= FEW_ROWS
        is_misread = is_few and self.stats_after.confidence < LEGIBLE_PAGE
        return not is_misread or self.after.keyframe.changed_share >= MIN_PAGE_SHARE

    @cached_property
    def is_seen_again(self) -> bool:
        """Whether an earlier view is shown again, for example because a dialog that hid all of it was closed."""
        known = sum(map(self.known.has, self.rows_after))
        return len(self.rows_after) >= MIN_SEEN_ROWS and known >= SEEN_AGAIN * len(self.rows_after)

    def without_known(self, rows: Sequence[TextRow]) -> list[TextRow]:
        """The rows; if an earlier view is shown again, without rows that an earlier state had at the same place."""
        return [row for row in rows if not (self.is_seen_again and self.known.has(row))]

    @property
    def is_local(self) -> bool:
        """Whether few rows appeared or changed, for example because an act caused a message."""
        return not self.is_another_page and len(self.diff.came) + len(self.diff.became) <= MAX_LOCAL_ROWS

    def is_pointed(self, box: Box) -> bool:
        """Whether the pointer covers a place in either of the two states."""
        tips = [moment.keyframe.pointer for moment in (self.before, self.after)]
        return any(
            intersection(box, Box(tip[0] + POINTER.x, tip[1] + POINTER.y, POINTER.width, POINTER.height)) > 0
            for tip in tips
            if tip
        )
