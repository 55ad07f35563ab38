"""Sort boxes in reading order: top to bottom, left to right within a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from claude_scope.geometry import reading_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claude_scope.geometry import Rect

    T = TypeVar("T")


def reading_order(things: Iterable[T], place: Callable[[T], Rect]) -> list[T]:
    """Sort things in reading order; `place` returns the box of one."""
    return [thing for row in reading_rows(things, place) for thing in row]
