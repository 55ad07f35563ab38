"""Whether a table that was sorted before is still sorted after its rows or columns changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.compare.row_order import MIN_SORTED, Order, is_sorted
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.captured.page.structure import Page, Section

_OTHER_ROWS = frozenset({"rows", "columns"})
_OTHER_ORDER = frozenset({"sorted", "reordered", "page"})


def sorted_column(told: Sequence[PageFact]) -> str:
    """The column and direction by which a row says that a table was sorted, such as "Pages descending".

    It is "" without a direction, and for numbers that are sorted as texts.
    """
    first = next((fact.part.partition(", then ")[0] for fact in told if fact.kind == "sorted"), "")
    return first if first.endswith((" ascending", " descending")) else ""


def with_still_sorted(
    stayed: Sequence[PageFact], told: Sequence[PageFact], page: Page, column: str
) -> tuple[PageFact, ...]:
    """The facts about what stayed, with the order by `column`, "" if nothing was sorted."""
    kinds = {fact.kind for fact in told}
    is_due = bool(column) and kinds & _OTHER_ROWS and not kinds & _OTHER_ORDER
    if not is_due or not any(_is_sorted(section, *column.rsplit(" ", 1)) for section in page.sections):
        return tuple(stayed)
    order = ("sorted by", column)
    plain = [fact for fact in stayed if fact.kind == "unchanged" and fact.items and not fact.part]
    rest = [fact for fact in stayed if fact not in plain[:1]]
    return (*rest, *(replace(fact, items=(*fact.items, order)) for fact in plain[:1] or [PageFact("unchanged")]))


def _is_sorted(section: Section, column: str, way: str) -> bool:
    if column not in section.columns:
        return False
    place = section.columns.index(column)
    rows = [row.cells for row in section.rows if place < len(row.cells)]
    texts = {cells[place] for cells in rows}
    return len(rows) >= MIN_SORTED and len(texts) > 1 and is_sorted(rows, Order(place, way == "ascending"))
