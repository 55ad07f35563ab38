"""Checks the arithmetic of a bill on the screen: subtotal, discount, shipping, tax, total. An inference, and says so.

Precision before recall: nothing is said unless every row between a subtotal and a total is understood, was read surely,
and no usual way of adding them (tax included or not, a discount without a sign) gives the total.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from claude_scope.boxes import intersection
from claude_scope.timeline.bill_words import LESS, MORE, SUBTOTAL, TAX, TOTAL
from claude_scope.timeline.ledger import Row, column_above, rows_of, strangers
from claude_scope.timeline.money import written
from claude_scope.values import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Reading, UiElement

WIDEST_GAP = 4.5
"""Rows of one bill are at most so many text heights apart."""
SURE = 0.9
"""A row read with less confidence may hold a misread digit."""
MAX_ROWS = 8
"""More rows have more ways to be added than a bill has."""


def sums(elements: Sequence[UiElement], reading: Reading) -> tuple[Observation, ...]:
    """What does not add up on one screen, each with the box of the total."""
    rows = rows_of(elements, reading.width)
    totals = [row for row in rows if TOTAL.match(row.label)]
    return tuple(found for total in totals if (found := _check(total, rows, elements, reading)) is not None)


def _check(total: Row, rows: Sequence[Row], elements: Sequence[UiElement], reading: Reading) -> Observation | None:
    column = column_above(total, rows, WIDEST_GAP)
    start = next((i for i, row in enumerate(column) if TOTAL.match(row.label) or SUBTOTAL.match(row.label)), None)
    if start is None or not 0 < start <= MAX_ROWS:
        return None  # nothing to add to, or nothing to add
    bill = [column[start], *reversed(column[:start]), total]
    ways = [list(_ways(row)) for row in bill[1:-1]]
    if not all(ways) or strangers(bill, elements) or not _was_read_surely(bill, reading) or _shares_a_row(bill):
        return None
    possible = {bill[0].cents}
    for way in ways:
        possible = {so_far + cents for so_far in possible for cents in way}
    slack = len(bill) * (1 if all(re.search(r"[.,]\d\d(?!\d)", r.text) for r in bill if r.cents) else 100)
    if any(abs(sum_ - total.cents) <= slack for sum_ in possible):
        return None
    adds = bill[0].cents + sum(way[0] for way in ways)
    return Observation("sum", _told(bill, [way[0] for way in ways], adds), total.box)


def _ways(row: Row) -> Iterator[int]:
    """What a row may add to the sum, the most likely first; nothing where it is not understood."""
    if row.cents <= 0:
        yield row.cents
    elif TAX.search(row.label):
        yield from (row.cents, 0)
    elif LESS.search(row.label):
        yield from (-row.cents, 0)
    elif MORE.search(row.label):
        yield row.cents


def _told(bill: Sequence[Row], added: Sequence[int], adds: int) -> str:
    like = bill[-1].text
    signed = "".join(f" {'-' if cents < 0 else '+'} {written(abs(cents), like)}" for cents in added)
    return (
        f"The lines add to {written(adds, like)} ({written(bill[0].cents, like)}{signed}), "
        f'"{bill[-1].label.rstrip(":")}" shows {bill[-1].text} (inferred)'
    )


def _shares_a_row(bill: Sequence[Row]) -> bool:
    """Whether two amounts were taken from one row, as where a crossed-out price stands beside the new one."""
    return any(b.box.y - a.box.y < 0.5 * a.box.height for a, b in pairwise(bill))


def _was_read_surely(bill: Sequence[Row], reading: Reading) -> bool:
    """Whether OCR was sure of every amount; a reader that gives no lines is taken at its word."""
    for row in bill:
        lines = [line for line in reading.lines if intersection(line.box, row.box) > 0 and row.text in line.text]
        if reading.lines and not any(line.confidence >= SURE for line in lines):
            return False
    return True
