"""A row that moved among the rows of a list, as a change tells it: `place` from "its row" to "2 rows up"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.plural import counted
from claude_scope.values import Change

if TYPE_CHECKING:
    from claude_scope.values import UiElement

_ROW = "its row"
"""What a row is said to have left. No page can say so of a place: all others are points of the frame."""


def row_move(row: UiElement, rows: int, *, is_counted: bool = True) -> Change:
    """The change of a row that moved by so many rows, downwards if above 0; only its direction unless `is_counted`."""
    way = "down" if rows > 0 else "up"
    return Change("changed", row, "place", _ROW, f"{counted(abs(rows), 'row')} {way}" if is_counted else way)


def is_row_move(change: Change) -> bool:
    """Whether a change says that a row moved; `after` is then our own text, "2 rows up" or "up"."""
    return change.kind == "changed" and change.what == "place" and change.before == _ROW
