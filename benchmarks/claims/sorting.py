"""Whether the rows of a page are in another order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.claims.places import rows_of
from benchmarks.claims.texts import Match, key, numbers, within, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.claims.dom import Box, DomState

_LEAST_ROWS, _LEAST_FALLS = 4, 2
_BELOW_PX = 12.0


def is_sorted(before: DomState, after: DomState) -> bool:
    """Whether the rows that are in both states are in another order."""
    one, two = ([key(row) for row in rows_of(state) if words(row) > 1] for state in (before, after))
    common = [row for row in one if row in set(two)]
    now = [row for row in two if row in set(one)]
    if len(common) < _LEAST_ROWS or len(set(common)) < len(common) or len(common) != len(now):
        return False
    at = {row: number for number, row in enumerate(now)}
    return sum(at[a] > at[b] for a, b in pairwise(common)) >= _LEAST_FALLS


def order_of_column(state: DomState, head: str, box: Box | None = None) -> str:
    """How the texts below a column's head are ordered: ascending, descending, or "" if neither or not to be told."""
    heads = [line for line in state.lines if within(head, line.text) is Match.EXACT] if key(head) else []
    found = {_order(_below(state, one.box, box)) for one in heads} - {""}
    return found.pop() if len(found) == 1 else ""


def _below(state: DomState, head: Box, table: Box | None) -> list[str]:
    """The texts that begin or end below a head, in the order from top to bottom."""
    left, right = head[0], head[0] + head[2]
    bottom = table[1] + table[3] if table else float("inf")
    cells = [
        line
        for line in state.lines
        if head[1] + head[3] <= line.box[1] < bottom
        and (abs(line.box[0] - left) <= _BELOW_PX or abs(line.box[0] + line.box[2] - right) <= _BELOW_PX)
    ]
    return [line.text for line in sorted(cells, key=lambda one: one.box[1])]


def _order(cells: Sequence[str]) -> str:
    if len(cells) < _LEAST_ROWS:
        return ""
    are_numbers = all(numbers(cell) for cell in cells) and not any(words(cell) > 2 for cell in cells)
    values: list[float] | list[str] = [_value(cell) for cell in cells] if are_numbers else [key(one) for one in cells]
    if values == sorted(values):
        return "ascending" if values[0] != values[-1] else ""
    return "descending" if values == sorted(values, reverse=True) else ""


def _value(cell: str) -> float:
    plain = numbers(cell)[0].replace(",", "")
    sign = -1 if cell.lstrip().startswith(("-", "−")) else 1
    return sign * float(plain) if plain.count(".") < 2 else 0.0
