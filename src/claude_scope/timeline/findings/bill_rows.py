"""Finds rows of amounts on a screen: their labels, and which rows form a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, intersection
from claude_scope.lexicon.bill_words import is_zero_amount
from claude_scope.timeline.findings.money import parse_amount, split_amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, UiElement

NON_AMOUNT_TYPES = frozenset(
    {"button", "input", "select", "checkbox", "radio", "tab", "menu", "icon", "image", "dialog"}
)
"""Types that are no row of a bill, whatever stands in them."""
MAX_LABEL_DISTANCE_SHARE = 0.5
"""A label is at most this share of the screen's width away from its amount."""


@dataclass(frozen=True, slots=True)
class Row:
    """One amount in hundredths with the words before it; `text` is the amount as written, `box` where it stands."""

    label: str
    cents: int
    text: str
    box: Box
    left: float

    @property
    def right(self) -> float:
        """The right edge of the amount."""
        return self.box.x + self.box.width


def is_same_row(a: Box, b: Box) -> bool:
    """Whether two boxes stand beside one another."""
    return abs(centre(a)[1] - centre(b)[1]) < max(a.height, b.height) / 2


def find_amount_rows(elements: Sequence[UiElement], width: int) -> list[Row]:
    """Every amount with its label, from top to bottom; the label is empty if no words stand left of it."""
    texts = [e for e in elements if e.label and e.type not in NON_AMOUNT_TYPES]
    rows = [row for e in texts if (row := _row(e, texts, width)) is not None]
    return sorted(rows, key=lambda row: centre(row.box)[1])


def _row(element: UiElement, texts: Sequence[UiElement], width: int) -> Row | None:
    box = element.box
    cents = 0 if is_zero_amount(element.label) else parse_amount(element.label)
    if cents is None:
        label, cents = split_amount(element.label)
        return None if cents is None else Row(label, cents, element.label[len(label) :].strip(), box, box.x)
    left = [t for t in texts if t is not element and is_same_row(t.box, box) and box.x - _right(t.box) >= 0]
    nearest = max(left, key=lambda t: _right(t.box), default=None)
    if nearest is None or box.x - _right(nearest.box) > MAX_LABEL_DISTANCE_SHARE * width:
        return Row("", cents, element.label, box, box.x)
    return Row(nearest.label, cents, element.label, box, nearest.box.x)


def column_above(row: Row, rows: Sequence[Row], widest_gap: float) -> list[Row]:
    """The rows above a row with right-aligned amounts, the lowest first, up to the first wide gap.

    `widest_gap` is in heights of the row's text.
    """
    height = row.box.height
    above = [r for r in rows if centre(r.box)[1] < row.box.y and abs(r.right - row.right) <= 0.6 * height]
    column: list[Row] = []
    last = row
    for one in sorted(above, key=lambda r: -centre(r.box)[1]):
        if centre(last.box)[1] - centre(one.box)[1] > widest_gap * height:
            break
        column.append(one)
        last = one
    return column


def texts_between(rows: Sequence[Row], elements: Sequence[UiElement]) -> list[UiElement]:
    """Texts between the first and the last of these rows that belong to none of them.

    One of them may be a row with an unread amount; then the sum is unknown.
    """
    top, bottom = min(r.box.y for r in rows), max(r.box.y + r.box.height for r in rows)
    left, right = min(r.left for r in rows), max(r.right for r in rows)
    return [
        e
        for e in elements
        if e.label
        and e.type not in NON_AMOUNT_TYPES
        and top < centre(e.box)[1] < bottom
        and left - 4 <= centre(e.box)[0] <= right + 4
        and not any(is_same_row(e.box, r.box) or intersection(e.box, r.box) > 0 for r in rows)
    ]


def _right(box: Box) -> float:
    return box.x + box.width
