"""Finds the values below a column header that names a secret; cells are split by tabs, bars or commas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.redaction.value_boundaries import is_stated_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.lexicon.secret_names import Name

_NEXT_CELL = re.compile(r"\"?[^\S\n\t]{0,3}([\t|,;])")
_CELL_BEFORE = re.compile(r"([\t|,;])[^\S\n\t]{0,3}\"?$")
_MAX_ROW_LETTERS, _MAX_ROWS = 400, 100
_AROUND = ' "'


def column_below(text: str, name: Name) -> Iterator[tuple[int, int]]:
    """The spans of values below a header, in rows with as many cells as its own."""
    start, end = _row(text, name.start)
    if end < 0 or name.end > end:
        return
    part = _NEXT_CELL.match(text, name.end) or _CELL_BEFORE.search(text[start : name.start])
    if not part:
        return
    delimiter, place = part[1], text.count(part[1], start, name.start)
    head = [cell.strip(_AROUND) for cell in text[start:end].split(delimiter)]
    is_first = _row_before(text, start).count(delimiter) != len(head) - 1
    if not is_first or head[place] != text[name.start : name.end] or sum(map(bool, head)) < 2:
        return
    for _ in range(_MAX_ROWS):
        start, end = _row(text, end + 1)
        cells = text[start:end].split(delimiter) if end > start else []
        if len(cells) != len(head):
            return
        value = cells[place].strip(_AROUND)
        if is_stated_value(value) and not value.startswith("[masked"):
            at = start + sum(len(cell) + 1 for cell in cells[:place]) + cells[place].index(value)
            yield at, at + len(value)


def _row(text: str, at: int) -> tuple[int, int]:
    """Start and end of the line around a position; the end is -1 if the line is too long for a row."""
    earliest = max(0, at - _MAX_ROW_LETTERS)
    start = text.rfind("\n", earliest, at) + 1
    end = text.find("\n", at, at + _MAX_ROW_LETTERS)
    if end < 0 and len(text) - at < _MAX_ROW_LETTERS:
        end = len(text)
    return start, -1 if earliest and not start else end


def _row_before(text: str, start: int) -> str:
    return text[max(0, start - 1 - _MAX_ROW_LETTERS) : max(0, start - 1)].rpartition("\n")[2]
