"""Folds the changes of a list or table into one line per column: sorting a table is not forty separate changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.prompt.fence import quote
from claude_scope.prompt.rows.wording import SCREEN_ONLY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_scope.values import Box, Change, UiElement

COLUMN_TOLERANCE_PX = 8
"""Texts whose left edges differ by at most this much are in one column: OCR boxes wobble."""
MIN_ROWS = 4
"""A column with fewer changes is described change by change."""
HEADER_LINES = 4
"""A column header is at most this many text heights above the first text."""
MAX_SHOWN_TEXTS = 4
"""Texts of a column that are quoted; the rest is counted."""
TEXT_LIMIT = 40
TEXT_TYPES = frozenset({"text", "heading", "link", "other"})
"""Element types that fill lists and tables."""


@dataclass(frozen=True, slots=True)
class Column:
    """The changes of one column from top to bottom, and its header, "" if it has none."""

    header: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def describe(self, text_limit: int) -> str:
        """`under~ "Amount": "$1" -> "$2"`, or with `+` or `-` if one side is empty; all texts are read from pixels."""
        limit = min(text_limit, TEXT_LIMIT)
        under = f"under{SCREEN_ONLY} {quote(self.header, limit)}: " if self.header else f"in a column{SCREEN_ONLY}: "
        if not self.before:
            return f"+ {under}{_sample(self.after, limit)}"
        if not self.after:
            return f"- {under}{_sample(self.before, limit)}"
        return f"{under}{_sample(self.before, limit)} -> {_sample(self.after, limit)}"


def find_columns(items: Sequence[Change], elements: Sequence[UiElement]) -> tuple[list[Column], list[Change]]:
    """The columns among some changes, and the changes in no column; `elements` are all of the screen."""
    texts = [c for c in items if c.element.type in TEXT_TYPES and (c.kind != "changed" or c.what == "text")]
    found: list[list[Change]] = []
    for change in sorted(texts, key=lambda c: c.element.box.x):
        if found and change.element.box.x - found[-1][0].element.box.x <= COLUMN_TOLERANCE_PX:
            found[-1].append(change)
        else:
            found.append([change])
    kept = [column for column in found if _rows(column) >= MIN_ROWS]
    inside = {id(change) for column in kept for change in column}
    return [_column(column, elements) for column in kept], [c for c in items if id(c) not in inside]


def _rows(column: Iterable[Change]) -> int:
    """The number of rows of a column, on the side (before or after) that has more."""
    sides = [[c.element.box.y for c in column if c.kind != kind] for kind in ("added", "removed")]
    return max(len({round(y / COLUMN_TOLERANCE_PX) for y in ys}) for ys in sides)


def _column(changes: Sequence[Change], elements: Sequence[UiElement]) -> Column:
    ordered = sorted(changes, key=lambda c: c.element.box.y)
    before = tuple(c.before if c.kind == "changed" else c.element.label for c in ordered if c.kind != "added")
    after = tuple(c.after if c.kind == "changed" else c.element.label for c in ordered if c.kind != "removed")
    return Column(_header(ordered[0].element.box, elements), before, after)


def _header(first: Box, elements: Sequence[UiElement]) -> str:
    """The topmost text of the stack above a column's first text; "" if there is none."""
    header = ""
    top = first
    for element in sorted(elements, key=lambda e: -e.box.y):
        gap = top.y - element.box.y
        if (
            element.label
            and abs(element.box.x - first.x) <= 2 * COLUMN_TOLERANCE_PX
            and 0 < gap <= HEADER_LINES * first.height
        ):
            header, top = element.label, element.box
    return header


def _sample(texts: Sequence[str], limit: int) -> str:
    if len(texts) > 1 and len({text[: limit - 1] for text in texts}) == 1:
        return f"{quote(texts[0], limit)} ({len(texts)} times)"
    shown = ", ".join(quote(text, limit) for text in texts[:MAX_SHOWN_TEXTS])
    return f"{shown}, \u2026 ({len(texts)})" if len(texts) > MAX_SHOWN_TEXTS else shown
