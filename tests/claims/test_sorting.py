"""Whether rows are in another order."""

from __future__ import annotations

from benchmarks.claims.sorting import is_sorted
from tests.claims.states import state

ROWS = ["Ada Brandt", "Ben Casto", "Cleo Dunn", "Dev Eklund", "Eva Falk"]


def test_sorted() -> None:
    """Rows in another order are sorted; an inserted row does not change the order of the others."""
    before = state(ROWS, is_first=True)
    assert is_sorted(before, state(ROWS[::-1]))
    assert not is_sorted(before, state(ROWS))
    assert not is_sorted(before, state([*ROWS[:2], "Gus Hall", *ROWS[2:]]))
