"""Bills: a subtotal, discounts, shipping and tax, and their total."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.lexicon.bill_words import CHARGES, CURRENCIES, DISCOUNTS, SUBTOTALS, TAXES, TOTALS
from claude_scope.timeline.captured.page.amounts import NUMBER, decimal_of
from claude_scope.timeline.captured.page.structure import Leaf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import Section

MAX_LINES = 8
"""A longer bill is ignored, because each line that may or may not count doubles the number of possible sums."""
_SIGN = r"[-\u2212\u2013+]?"
_AMOUNT = re.compile(
    rf"(?P<sign>{_SIGN})\s*(?P<before>{CURRENCIES})?\s*(?P<inner>{_SIGN})(?P<number>{NUMBER.pattern})"
    rf"\s*(?P<after>{CURRENCIES})?"
)


class Figure(NamedTuple):
    """A figure with its label; `value` is signed, `currency` is "" if there is none."""

    label: str
    text: str
    value: Decimal
    currency: str
    ref: str

    @property
    def unsigned(self) -> str:
        """The text without a sign before it."""
        return self.text.lstrip("+-\u2212\u2013 ")


@dataclass(frozen=True, slots=True)
class Bill:
    """A subtotal with the lines that follow it, and the total. `sums` are the totals that these lines allow."""

    lines: tuple[Figure, ...]
    total: Figure
    sums: frozenset[Decimal]

    @property
    def is_right(self) -> bool:
        """Whether the total is one of the sums, although each line may be rounded."""
        step = Decimal(1).scaleb(int(self.total.value.as_tuple().exponent))
        return any(abs(item - self.total.value) <= step * len(self.lines) for item in self.sums)


def bills_in(order: Sequence[Leaf | Section]) -> Iterator[Bill]:
    """The bills of a page that consist of known kinds of lines."""
    runs = list(_runs(order))
    for run in runs:
        for at, first in enumerate(run):
            if SUBTOTALS.search(first.label):
                between = list(takewhile(lambda item: not _is_total(item), run[at + 1 :]))
                end = at + 1 + len(between)
                bill = _bill((first, *between), run[end]) if end < len(run) else None
                if bill is not None:
                    yield bill


def _bill(lines: tuple[Figure, ...], total: Figure) -> Bill | None:
    if not 2 <= len(lines) <= MAX_LINES or len({line.currency for line in (*lines, total)}) > 1:
        return None
    sums = {lines[0].value}
    for line in lines[1:]:
        parts = _counts_as(line)
        if not parts:
            return None
        sums = {so_far + part for so_far in sums for part in parts}
    return Bill(lines, total, frozenset(sums))


def _counts_as(line: Figure) -> tuple[Decimal, ...]:
    """The amounts that a line may add to the total; empty for an unknown line.

    Prices often include tax, and a subtotal may include the discount below it, which then has no minus sign.
    """
    if SUBTOTALS.search(line.label):
        return ()
    if line.value <= 0:
        return (line.value,)
    if DISCOUNTS.search(line.label):
        return (-line.value, Decimal(0))
    if TAXES.search(line.label):
        return (line.value, Decimal(0))
    return (line.value,) if CHARGES.search(line.label) else ()


def _is_total(figure: Figure) -> bool:
    others = (SUBTOTALS, DISCOUNTS, TAXES, CHARGES)
    return bool(TOTALS.search(figure.label)) and not any(words.search(figure.label) for words in others)


def _runs(order: Sequence[Leaf | Section]) -> Iterator[list[Figure]]:
    """Runs of labelled figures with only labels and controls between them."""
    run: list[Figure] = []
    for place, item in enumerate(order):
        if isinstance(item, Leaf):
            found = [_figure(item.label, item.value, item.ref)]
            is_between = item.kind == "control" or _is_label(item, order[place + 1 : place + 2])
        else:
            found = [_figure(*row.cells, row.ref) if len(row.cells) == 2 else None for row in item.rows]
            is_between = False
        for figure in found:
            if figure is not None:
                run.append(figure)
            elif not is_between:
                yield run
                run = []
    yield run


def _is_label(leaf: Leaf, following: Sequence[Leaf | Section]) -> bool:
    return any(isinstance(item, Leaf) and item.label == leaf.value for item in following)


def _figure(label: str, text: str, ref: str) -> Figure | None:
    """The figure that a label and a text form; None if the text is not just an amount."""
    match = _AMOUNT.fullmatch(text.strip())
    value = decimal_of(match["number"].lstrip("+")) if match else None
    if not label or match is None or value is None:
        return None
    is_minus = any(sign in "-\u2212\u2013" for sign in match["sign"] + match["inner"])
    return Figure(label, text.strip(), -value if is_minus else value, match["before"] or match["after"] or "", ref)
