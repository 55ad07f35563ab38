"""Sort boxes in reading order: top to bottom, left to right within a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claude_scope.geometry import Rect

    T = TypeVar("T")

MAX_ROW_OFFSET_PX = 24
"""Boxes higher than twice this are sorted by their upper edge: a dialog comes before its content."""
SAME_ROW = 0.45
"""Two boxes are in one row when their centres differ by less than this share of the smaller height."""


def reading_order(things: Iterable[T], place: Callable[[T], Rect]) -> list[T]:
    """Sort things in reading order; `place` gives the box of one."""
    ordered: list[T] = []
    row: list[T] = []
    for thing in sorted(things, key=lambda one: (_middle(place(one)), place(one).left)):
        if row and _middle(place(thing)) - _middle(place(row[0])) > SAME_ROW * _height(place(row[0]), place(thing)):
            ordered += sorted(row, key=lambda one: place(one).left)
            row = []
        row.append(thing)
    return ordered + sorted(row, key=lambda one: place(one).left)


def _middle(box: Rect) -> float:
    return box.top + min(box.height / 2, MAX_ROW_OFFSET_PX)


def _height(one: Rect, other: Rect) -> float:
    return min(one.height, other.height, 2 * MAX_ROW_OFFSET_PX)
