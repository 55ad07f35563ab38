"""Finds the cells of a table that now belong to other rows, so that a different text is no change."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.geometry import centre
from claude_scope.timeline.claims.rows.row_bands import RowBands

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.timeline.claims.rows.text_rows import TextRow

COLUMN_PX = 12
"""Texts are in one column if they begin (or end) in the same or neighbouring cells of a grid with this cell width."""
MAX_IN_COLUMN = 2
"""At most this many texts of a column change at once. Where more seemed to change, seven of eight were cells of a table
that had scrolled (in 30 recordings of real applications)."""


def cells_of_other_rows(
    others: Sequence[TextRow],
    rows: Sequence[TextRow],
    *,
    moved: Collection[TextRow],
    stayed: Collection[TextRow],
    replaced: Collection[TextRow],
) -> set[TextRow]:
    """The texts among `others` that are at the places of other texts because they are cells of another row.

    These are the texts next to a text that has `moved`, and the texts whose row name, on their left, has `replaced`
    another name. If more than `MAX_IN_COLUMN` texts of a column changed, they are such cells, too, except those whose
    row name `stayed`, as in the sums of a cart. `rows` are all texts of the picture.
    """
    bands = RowBands(rows)
    beside = {row: list(_neighbours(row, bands)) for row in others}
    names = {row: [left for left in near if left.box.x < row.box.x] for row, near in beside.items()}
    unnamed = [row for row in others if not any(name in stayed for name in names[row])]
    in_moved_rows = {row for row, near in beside.items() if any(cell in moved for cell in near)}
    of_others = {row for row in others if any(name in replaced for name in names[row])}
    return in_moved_rows | of_others | _in_columns(unnamed)


def _neighbours(row: TextRow, bands: RowBands[TextRow]) -> Iterator[TextRow]:
    """The nearest texts to the left and to the right of a text, at its height."""
    y, reach = centre(row.box)[1], row.box.height / 2
    level = [item for item in bands.beside(row.box) if item is not row and abs(centre(item.box)[1] - y) < reach]
    left = [item for item in level if item.box.x < row.box.x]
    right = [item for item in level if item.box.x >= row.box.x]
    if left:
        yield max(left, key=lambda line: line.box.x)
    if right:
        yield min(right, key=lambda line: line.box.x)


def _in_columns(rows: Sequence[TextRow]) -> set[TextRow]:
    edges = [(round(row.box.x / COLUMN_PX), round((row.box.x + row.box.width) / COLUMN_PX)) for row in rows]
    often = [Counter(edge[side] for edge in edges) for side in (0, 1)]
    return {
        row
        for row, edge in zip(rows, edges, strict=True)
        if max(sum(often[side][edge[side] + by] for by in (-1, 0, 1)) for side in (0, 1)) > MAX_IN_COLUMN
    }
