"""Finds out whether rows are sorted and by which columns, and which rows moved."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from claude_scope.timeline.captured.compare.cell_numbers import are_plain_numbers, numbers_in, spelled_plainly

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    _Read = Callable[[Sequence[str]], Sequence[Any]]

MIN_SORTED = 3
MIN_TEXT_SORTED = 5
"""Fewer numbers may be in text order by chance, unless the user sorted by their column."""
MAX_DIGITS = 100
"""A longer number is treated as text."""
_PARTS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Order:
    """A column by which rows are sorted; `is_text` says that it is sorted as text although its cells are numbers."""

    column: int
    is_ascending: bool
    is_text: bool = False


def moved_rows(before: Sequence[str], after: Sequence[str], acted: Collection[str] = ()) -> list[str]:
    """The smallest set of moved keys that explains the new order; both sides have the same keys.

    If it is enough that the targets of the acts (`acted`) moved, such as a dragged row, these are the result.
    """
    if before != after and acted and [k for k in before if k not in acted] == [k for k in after if k not in acted]:
        return [key for key in after if key in acted]
    ranks = {key: place for place, key in enumerate(before)}
    stayed = _longest_increasing([ranks[key] for key in after])
    return [key for place, key in enumerate(after) if place not in stayed]


def sorted_by(
    before: Sequence[Sequence[str]], after: Sequence[Sequence[str]], preferred: Collection[int]
) -> list[Order]:
    """The columns by which rows are newly sorted: the first column, and a second for rows that are equal in the first.

    `before` and `after` are the cells of the same rows. `preferred` are columns that are marked or were clicked.
    """
    width = min((len(cells) for cells in after), default=0)
    places = sorted(range(width), key=lambda place: (place not in preferred, place))
    found = [pair for place in places for pair in _orders(after, place, is_preferred=place in preferred)]
    first = next((order for order, reads in found if not is_sorted(before, order, reads)), None)
    if first is None:  # already in this order, but now its header says so
        first = next((order for order, _ in found if order.column in preferred), None)
    if first is None:
        return []
    return [first, *_second(after, first, places)]


def _orders(rows: Sequence[Sequence[str]], place: int, *, is_preferred: bool) -> list[tuple[Order, Sequence[_Read]]]:
    """The orders in which a column is sorted, numeric orders first; a column of equal texts is not sorted."""
    number = len({cells[place] for cells in rows})
    if number < 2:
        return []
    both = Order(place, True), Order(place, False)
    reads = _reads_of([cells[place] for cells in rows])
    found: list[tuple[Order, Sequence[_Read]]]
    found = [(order, (read,)) for read in reads for order in both if is_sorted(rows, order, (read,))]
    if found or _folded in reads or number < (MIN_SORTED if is_preferred else MIN_TEXT_SORTED):
        return found
    as_text = Order(place, True, is_text=True), Order(place, False, is_text=True)
    return [(order, _TEXT_READS) for order in as_text if is_sorted(rows, order, _TEXT_READS)]


def first_misplaced(texts: Sequence[str], order: Order) -> tuple[str, str] | None:
    """The first two neighbours that are not in numeric order, for a column that is sorted as text."""
    filled = [text for text in texts if text]
    numbers = numbers_in(filled)
    way = Order(order.column, order.is_ascending)
    pairs = zip(pairwise(filled), pairwise(numbers), strict=False)
    return next((beside for beside, values in pairs if not _is_monotonic(values, way)), None)


def is_sorted(rows: Sequence[Sequence[str]], order: Order, reads: Sequence[_Read] | None = None) -> bool:
    """Whether rows are in this order if their texts are read in one of these ways; empty cells may be at either end.

    Without `reads`, plain numbers have to be in numeric order; for other texts any way of reading counts.
    """
    filled = [cells[order.column] for cells in rows if order.column < len(cells)]
    while filled and not filled[-1]:
        filled.pop()
    while filled and not filled[0]:
        filled.pop(0)
    if len(filled) < 2 or "" in filled:
        return False
    is_equal = len(set(filled)) == 1
    found = (values for read in reads or _reads_of(filled) if (values := read(filled)))
    return any(_is_monotonic(values, order) and (is_equal or values[0] != values[-1]) for values in found)


def _reads_of(texts: Sequence[str]) -> Sequence[_Read]:
    """The ways to read the texts of a column; plain numbers are only read as numbers."""
    return (numbers_in,) if are_plain_numbers(texts) else (numbers_in, _natural, _folded)


def _is_monotonic(values: Sequence[Any], order: Order) -> bool:
    return all(a <= b if order.is_ascending else a >= b for a, b in pairwise(values))


def _folded(texts: Sequence[str]) -> list[str]:
    return [text.casefold() for text in texts]


def _second(rows: Sequence[Sequence[str]], first: Order, places: Sequence[int]) -> list[Order]:
    """The second column by which rows are sorted that are equal in the first column; empty if there is none."""
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


_TEXT_READS: tuple[_Read, ...] = (_folded, spelled_plainly)
"""Text order compares either the cells as texts, or their numbers as texts without separators."""


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
