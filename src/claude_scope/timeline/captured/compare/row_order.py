"""Finds out whether rows are sorted, by which column, or whether a few of them moved."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from claude_scope.timeline.captured.page.amounts import NUMBER, decimal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from decimal import Decimal

    _Read = Callable[[Sequence[str]], Sequence[Any]]

MIN_SORTED = 3
MIN_TEXT_SORTED = 5
"""Fewer numbers may be in text order by chance."""
MAX_BESIDE_CHARS = 6
"""Maximum number of characters of a currency or unit around a number."""
MAX_DIGITS = 100
"""A longer number is treated as text."""
_PARTS = re.compile(r"(\d+)")
_JOINED = re.compile(r"[-\u2013/:]\d")
"""What follows the first number of a date, a time, a range or a code: natural order reads these."""
_PLAIN_NUMBER = re.compile(r"([^\w.,]{0,3})(?:0|[1-9]\d*)([.,]\d\d)?(\D{0,3})")
"""An integer or a number with two decimals, and its sign or unit. Codes have letters or leading zeros, versions have
one decimal."""


@dataclass(frozen=True, slots=True)
class Order:
    """A column by which rows are sorted; `is_text`: sorted as text although its cells are numbers."""

    column: int
    is_ascending: bool
    is_text: bool = False


def moved_rows(before: Sequence[str], after: Sequence[str], acted: Collection[str] = ()) -> list[str]:
    """The smallest set of moved keys that explains the new order; both sides have the same keys.

    If the targets of the acts explain it, such as a dragged row, they are the result.
    """
    if before != after and acted and [k for k in before if k not in acted] == [k for k in after if k not in acted]:
        return [key for key in after if key in acted]
    ranks = {key: place for place, key in enumerate(before)}
    stayed = _longest_increasing([ranks[key] for key in after])
    return [key for place, key in enumerate(after) if place not in stayed]


def sorted_by(
    before: Sequence[Sequence[str]], after: Sequence[Sequence[str]], preferred: Collection[int]
) -> list[Order]:
    """The columns by which rows are newly sorted: the first, and the second within its ties.

    `before` and `after` are the cells of the same rows. `preferred` are columns that are marked or were clicked.
    """
    width = min((len(cells) for cells in after), default=0)
    places = sorted(range(width), key=lambda place: (place not in preferred, place))
    found = [(order, read) for place in places for order, read in _orders(after, place)]
    first = next((order for order, read in found if not is_sorted(before, order, (read,))), None)
    if first is None:  # already in this order, but now its header says so
        first = next((order for order, _ in found if order.column in preferred), None)
    if first is None:
        return []
    return [first, *_second(after, first, places)]


def _orders(rows: Sequence[Sequence[str]], place: int) -> list[tuple[Order, _Read]]:
    """The ways in which a column is sorted, numeric first; a column of equal texts is not sorted."""
    if len({cells[place] for cells in rows}) < 2:
        return []
    both = Order(place, True), Order(place, False)
    found = [(order, read) for read in _READS for order in both if is_sorted(rows, order, (read,))]
    texts = [cells[place] for cells in rows]
    is_by_chance = len(set(texts)) < MIN_TEXT_SORTED
    if found and not is_by_chance and all(read is _folded for _, read in found) and _are_plain_numbers(texts):
        return [(replace(order, is_text=True), read) for order, read in found]
    return found


def _are_plain_numbers(texts: Sequence[str]) -> bool:
    """Whether all texts are numbers of the same kind, so that a user expects numeric order."""
    found = [_PLAIN_NUMBER.fullmatch(text) for text in texts if text]
    return None not in found and len({(item[1], bool(item[2]), item[3]) for item in found if item}) == 1


def is_sorted(rows: Sequence[Sequence[str]], order: Order, reads: Sequence[_Read] | None = None) -> bool:
    """Whether rows are in order if their texts are read in one of these ways; empty cells may be at either end."""
    filled = [cells[order.column] for cells in rows if order.column < len(cells)]
    while filled and not filled[-1]:
        filled.pop()
    while filled and not filled[0]:
        filled.pop(0)
    if len(filled) < 2 or "" in filled:
        return False
    is_equal = len(set(filled)) == 1
    found = (values for read in reads or _READS if (values := read(filled)))
    return any(_is_monotonic(values, order) and (is_equal or values[0] != values[-1]) for values in found)


def _is_monotonic(values: Sequence[Any], order: Order) -> bool:
    return all(a <= b if order.is_ascending else a >= b for a, b in pairwise(values))


def _folded(texts: Sequence[str]) -> list[str]:
    return [text.casefold() for text in texts]


def _second(rows: Sequence[Sequence[str]], first: Order, places: Sequence[int]) -> list[Order]:
    """The order within rows that are equal in the first column."""
    ties: dict[str, list[Sequence[str]]] = {}
    for cells in rows:
        ties.setdefault(cells[first.column], []).append(cells)
    groups = [group for group in ties.values() if len(group) > 1]
    if sum(map(len, groups)) < MIN_SORTED:
        return []
    for place in places:
        if place == first.column or all(len({cells[place] for cells in group}) < 2 for group in groups):
            continue
        for is_ascending in (True, False):
            if all(
                is_sorted(group, Order(place, is_ascending)) or len({c[place] for c in group}) < 2 for group in groups
            ):
                return [Order(place, is_ascending)]
    return []


def _numbers(texts: Sequence[str]) -> list[Decimal]:
    """The numbers that texts begin with; empty if one has none."""
    found = []
    for text in texts:
        number = NUMBER.search(text)
        if number is None or len(text) - len(number[0]) > MAX_BESIDE_CHARS or _JOINED.match(text, number.end()):
            return []
        if (amount := decimal_of(number[0])) is None:
            return []
        found.append(amount)
    return found


def _natural(texts: Sequence[str]) -> list[list[tuple[int, int | str]]]:
    """Keys for natural order: "item 9" is before "item 10"."""
    return [
        [
            (0, int(part)) if part.isascii() and part.isdigit() and len(part) <= MAX_DIGITS else (1, part.casefold())
            for part in _PARTS.split(text)
            if part
        ]
        for text in texts
    ]


_READS: tuple[_Read, ...] = (_numbers, _natural, _folded)


def _longest_increasing(ranks: Sequence[int]) -> set[int]:
    """The positions of a longest increasing subsequence."""
    tails: list[int] = []
    at: list[int] = []
    parents: list[int] = []
    for position, rank in enumerate(ranks):
        place = bisect_left(tails, rank)
        parents.append(at[place - 1] if place else -1)
        tails[place : place + 1] = [rank]
        at[place : place + 1] = [position]
    found: set[int] = set()
    position = at[-1] if at else -1
    while position >= 0:
        found.add(position)
        position = parents[position]
    return found
