"""Whether a table that was sorted before is still sorted after its rows or columns changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.compare.compare_rows import order_words
from claude_scope.timeline.captured.compare.row_order import MIN_SORTED, Order, is_sorted
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.captured.page.structure import Page, Section

_OTHER_ROWS = frozenset({"rows", "columns"})
_OTHER_ORDER = frozenset({"sorted", "reordered", "page"})


def with_still_sorted(
    stayed: Sequence[PageFact], told: Sequence[PageFact], page: Page, last_sorted: PageFact | None
) -> tuple[PageFact, ...]:
    """The facts `stayed`, with the order that `last_sorted` reported if a table of the page still has that order.

    The order is only due if the other facts of the row, `told`, say that rows or columns changed.
    """
    kinds = {fact.kind for fact in told}
    is_due = last_sorted is not None and kinds & _OTHER_ROWS and not kinds & _OTHER_ORDER
    words = _order_kept(page, last_sorted.part) if last_sorted is not None and is_due else ""
    if not words:
        return tuple(stayed)
    order = ("sorted by", words)
    plain = [fact for fact in stayed if fact.kind == "unchanged" and fact.items and not fact.part]
    rest = [fact for fact in stayed if fact not in plain[:1]]
    return (*rest, *(replace(fact, items=(*fact.items, order)) for fact in plain[:1] or [PageFact("unchanged")]))


def _order_kept(page: Page, told: str) -> str:
    """The words of the first order in `told`, such as "Pages descending", or "" if no table has that order."""
    for section in page.sections:
        for place, is_ascending in product(range(len(section.columns)), (True, False)):
            order = Order(place, is_ascending)
            words = order_words(section, order, place)
            if f"{told}, then ".startswith(f"{words}, then ") and _has_order(section, order):
                return words
    return ""


def _has_order(section: Section, order: Order) -> bool:
    rows = [row.cells for row in section.rows if order.column < len(row.cells)]
    is_varied = len({cells[order.column] for cells in rows}) > 1
    return len(rows) >= MIN_SORTED and is_varied and is_sorted(rows, order)
