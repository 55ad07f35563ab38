"""Whether the rows of a page are in another order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.claims.places import rows_of
from benchmarks.claims.texts import key, words

if TYPE_CHECKING:
    from benchmarks.claims.dom import DomState

_LEAST_ROWS, _LEAST_FALLS = 4, 2


def is_sorted(before: DomState, after: DomState) -> bool:
    """Whether the rows that both states have are in another order."""
    one, two = ([key(row) for row in rows_of(state) if words(row) > 1] for state in (before, after))
    common = [row for row in one if row in set(two)]
    now = [row for row in two if row in set(one)]
    if len(common) < _LEAST_ROWS or len(set(common)) < len(common) or len(common) != len(now):
        return False
    at = {row: number for number, row in enumerate(now)}
    return sum(at[a] > at[b] for a, b in pairwise(common)) >= _LEAST_FALLS
