"""Finds bills whose total is wrong: subtotal, discount, shipping, tax, total. An inference.

Precision before recall: it reports only where it understands every row between subtotal and total, OCR was sure of all
of them, and no usual way of adding them (tax included or not, a discount without a sign) gives the total.
"""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import TYPE_CHECKING

from claude_scope.geometry import intersection
from claude_scope.lexicon.bill_words import is_deduction, is_subtotal, is_surcharge, is_tax, is_total, is_unit_price
from claude_scope.timeline.findings.bill_rows import Row, column_above, find_amount_rows, is_same_row, texts_between
from claude_scope.timeline.findings.money import format_amount
from claude_scope.values import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Moment, Reading, UiElement

MAX_ROW_GAP = 4.5
"""Rows of one bill are at most this many text heights apart."""
MIN_AMOUNT_CONFIDENCE = 0.9
"""A row read with less confidence may hold a misread digit."""
MIN_ITEMS = 2
BILL_SPACING_TOLERANCE = 0.35
"""Rows of one list differ in their distances by at most this share; above a total there is often a line."""
MAX_ROWS = 8
"""More rows have more ways to be added than a bill has."""


def find_wrong_sums(moments: Sequence[Moment], _: int | None = None) -> dict[int, tuple[Observation, ...]]:
    """Wrong totals, by the index of the moment."""
    return {index: wrong_sums(moment.elements, moment.reading) for index, moment in enumerate(moments)}


def wrong_sums(elements: Sequence[UiElement], reading: Reading) -> tuple[Observation, ...]:
    """The wrong totals of one screen, each with its box."""
    rows = find_amount_rows(elements, reading.width)
    totals = [row for row in rows if is_total(row.label)]
    return tuple(found for total in totals if (found := _check(total, rows, elements, reading)) is not None)


def _check(total: Row, rows: Sequence[Row], elements: Sequence[UiElement], reading: Reading) -> Observation | None:
    column = column_above(total, rows, MAX_ROW_GAP)
    start = next((i for i, row in enumerate(column) if is_total(row.label) or is_subtotal(row.label)), None)
    if start is None:
        return _check_items(total, column, elements, reading)
    if not 0 < start <= MAX_ROWS:
        return None  # nothing to add
    bill = [column[start], *reversed(column[:start]), total]
    ways = [list(_ways(row)) for row in bill[1:-1]]
    if not all(ways) or texts_between(bill, elements) or not _was_read_surely(bill, reading) or _shares_a_row(bill):
        return None
    possible = {bill[0].cents}
    for way in ways:
        possible = {so_far + cents for so_far in possible for cents in way}
    slack = len(bill) * (1 if _has_cents(bill) else 100)
    if any(abs(sum_ - total.cents) <= slack for sum_ in possible):
        return None
    adds = bill[0].cents + sum(way[0] for way in ways)
    return Observation("sum", _describe(bill, [way[0] for way in ways], adds), total.box)


def _check_items(
    total: Row, column: Sequence[Row], elements: Sequence[UiElement], reading: Reading
) -> Observation | None:
    """Check a list of items with a total but no subtotal: even rows, one amount and no quantity each."""
    items = list(reversed(_even(total, column)))
    if not MIN_ITEMS <= len(items) <= MAX_ROWS or len(items) < len(column):
        return None  # something else stands above in the column
    bill = [*items, total]
    if any(not row.label or is_unit_price(row.label) or row.cents < 0 for row in items) or _has_counts(bill, elements):
        return None
    if texts_between(bill, elements) or not _was_read_surely(bill, reading) or _shares_a_row(bill):
        return None
    ways = [
        (0, row.cents, -row.cents) if is_deduction(row.label) else tuple(_ways(row)) or (row.cents,) for row in items
    ]
    possible = {sum(way) for way in product(*ways)}
    slack = len(bill) * (1 if _has_cents(bill) else 100)
    if any(abs(sum_ - total.cents) <= slack for sum_ in possible):
        return None
    return Observation("sum", _describe(bill, [row.cents for row in items[1:]], sum(r.cents for r in items)), total.box)


def _even(total: Row, column: Sequence[Row]) -> list[Row]:
    """The rows right above a total, the lowest first, up to the first wider gap."""
    rows: list[Row] = []
    last = total
    for row in column:
        apart = last.box.y - row.box.y
        usual = rows[0].box.y - rows[1].box.y if len(rows) > 1 else apart
        if abs(apart - usual) > BILL_SPACING_TOLERANCE * usual:
            break
        rows.append(row)
        last = row
    return rows


def _has_counts(bill: Sequence[Row], elements: Sequence[UiElement]) -> bool:
    """Whether a row has a bare number or a field: a quantity."""
    return any(
        is_same_row(e.box, row.box) and (e.label.strip().isdigit() or e.type in ("input", "select", "button"))
        for e in elements
        for row in bill
    )


def _has_cents(bill: Sequence[Row]) -> bool:
    return all(re.search(r"[.,]\d\d(?!\d)", row.text) for row in bill if row.cents)


def _ways(row: Row) -> Iterator[int]:
    """The possible contributions of a row to the sum, the most likely first; empty if not understood."""
    if row.cents <= 0:
        yield row.cents
    elif is_tax(row.label):
        yield from (row.cents, 0)
    elif is_deduction(row.label):
        yield from (-row.cents, 0)
    elif is_surcharge(row.label):
        yield row.cents


def _describe(bill: Sequence[Row], added: Sequence[int], adds: int) -> str:
    like = bill[-1].text
    signed = "".join(f" {'-' if cents < 0 else '+'} {format_amount(abs(cents), like)}" for cents in added)
    return (
        f"The lines add to {format_amount(adds, like)} ({format_amount(bill[0].cents, like)}{signed}), "
        f'"{bill[-1].label.rstrip(":")}" shows {bill[-1].text} (inferred)'
    )


def _shares_a_row(bill: Sequence[Row]) -> bool:
    """Whether two amounts share one row, as a crossed-out price beside the new one does."""
    return any(b.box.y - a.box.y < 0.5 * a.box.height for a, b in pairwise(bill))


def _was_read_surely(bill: Sequence[Row], reading: Reading) -> bool:
    """Whether OCR was sure of every amount; readings without lines are trusted."""
    for row in bill:
        lines = [line for line in reading.lines if intersection(line.box, row.box) > 0 and row.text in line.text]
        if reading.lines and not any(line.confidence >= MIN_AMOUNT_CONFIDENCE for line in lines):
            return False
    return True
