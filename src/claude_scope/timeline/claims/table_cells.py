"""Finds the cells of a table in which other rows stand now: their texts did not become others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.geometry import centre
from claude_scope.timeline.claims.rows.row_bands import RowBands

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.timeline.claims.rows.text_rows import TextRow

COLUMN_PX = 12
"""What begins, or ends, in one cell of a grid this wide, or in neighbouring ones, stands in one column."""
MAX_IN_COLUMN = 2
"""So many texts of a column became others at most. Where more seemed to have, seven of eight were cells of a table that
had scrolled (30 recordings of real applications)."""


def cells_of_other_rows(
    others: Sequence[TextRow],
    rows: Sequence[TextRow],
    *,
    moved: Collection[TextRow],
    stayed: Collection[TextRow],
    replaced: Collection[TextRow],
) -> set[TextRow]:
    """Those texts of a picture (`others`) that stand where other texts stood, as cells of another row.

    A text next to one that `moved` there belongs to a row that did, and one whose name on its left was `replaced` by
    another is of that. So are more than `MAX_IN_COLUMN` texts of a column, unless the name on their left `stayed`, as
    of the sums of a cart. `rows` are all texts of the picture.
    """
    bands = RowBands(rows)
    beside = {row: list(_neighbours(row, bands)) for row in others}
    names = {row: [left for left in near if left.box.x < row.box.x] for row, near in beside.items()}
    unnamed = [row for row in others if not any(name in stayed for name in names[row])]
    in_moved_rows = {row for row, near in beside.items() if any(cell in moved for cell in near)}
    of_others = {row for row in others if any(name in replaced for name in names[row])}
    return in_moved_rows | of_others | _in_columns(unnamed)


def _neighbours(row: TextRow, bands: RowBands[TextRow]) -> Iterator[TextRow]:
    """The nearest text on the left and on the right of a text, at its height."""
    y, reach = centre(row.box)[1], row.box.height / 2
    level = [item for item in bands.beside(row.box) if item is not row and abs(centre(item.box)[1] - y) < reach]
    left = [item for item in level if item.box.x < row.box.x]
    right = [item for item in level if item.box.x >= row.box.x]
    if left:
        yield max(left, key=lambda one: one.box.x)
    if right:
        yield min(right, key=lambda one: one.box.x)


def _in_columns(rows: Sequence[TextRow]) -> set[TextRow]:
    edges = [(round(row.box.x / COLUMN_PX), round((row.box.x + row.box.width) / COLUMN_PX)) for row in rows]
    often = [Counter(edge[side] for edge in edges) for side in (0, 1)]
    return {
        row
        for row, edge in zip(rows, edges, strict=True)
        if max(sum(often[side][edge[side] + by] for by in (-1, 0, 1)) for side in (0, 1)) > MAX_IN_COLUMN
    }
