"""Whether rows are in another order."""

from __future__ import annotations

from benchmarks.claims.sorting import is_sorted, order_of_column
from tests.claims.states import line, state

ROWS = ["Ada Brandt", "Ben Casto", "Cleo Dunn", "Dev Eklund", "Eva Falk"]


def test_sorted() -> None:
    """Rows in another order are sorted; one that came between the others leaves their order."""
    before = state(ROWS, is_first=True)
    assert is_sorted(before, state(ROWS[::-1]))
    assert not is_sorted(before, state(ROWS))
    assert not is_sorted(before, state([*ROWS[:2], "Gus Hall", *ROWS[2:]]))


def test_order_of_a_column() -> None:
    """Numbers are ordered as numbers; a column without an order has none."""
    numbers = ["900", "1,204", "-3", "17"]
    columns = {
        "Pages": sorted(numbers, key=lambda one: float(one.replace(",", ""))),
        "Name": ROWS[3::-1],
        "Id": numbers,
    }
    lines = [line(head, 1, 300.0 * at) for at, head in enumerate(columns)]
    lines += [
        line(cell, row, 300.0 * at) for at, cells in enumerate(columns.values()) for row, cell in enumerate(cells, 2)
    ]
    page = state(lines)
    assert [order_of_column(page, head) for head in columns] == ["ascending", "descending", ""]
