"""Finds rows that changed places, as in a sorted table, rather than texts that went and came."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from claude_scope.geometry import centre
from claude_scope.plural import counted
from claude_scope.timeline.text_compare import normalise, same_text
from claude_scope.values import ROW, Box, Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import UiElement

    Pairs = Sequence[tuple[UiElement, UiElement]]

ROW_PX = 10
"""Texts whose middles are this close stand in one row: OCR boxes jitter."""
ASIDE_PX = 24
"""A column gets a little wider or narrower as an arrow comes to the header by which it is sorted."""
ROW_HEIGHT_TOLERANCE = 0.2
"""Rows are equally high up to this share; a card's second line stands nearer to its first than to the next card."""
MIN_ROWS = 3
"""Two rows that changed places may be two texts that are misread, or a label and its value."""


@dataclass(frozen=True, slots=True)
class ReorderedRows:
    """The rows that changed places, one change each, and their middles before and after in pixels."""

    changes: tuple[Change, ...] = ()
    went: tuple[tuple[float, float], ...] = ()

    def explains(self, old: UiElement, new: UiElement) -> bool:
        """Whether a text moved with its row: the same words in the same column."""
        return _in_column(old, new) and self.has_moved(old, new) and same_text(old.label, new.label)

    def has_moved(self, old: UiElement, new: UiElement) -> bool:
        """Whether two elements are the old and new place of one row."""
        then, now = centre(old.box)[1], centre(new.box)[1]
        return any(abs(then - a) <= ROW_PX and abs(now - b) <= ROW_PX for a, b in self.went)


Row = tuple["UiElement", "UiElement", int, int]
"""The first element of a row before and after, and its number in the span of rows that changed, from 1."""


def find_reordered(pairs: Pairs, after: Sequence[UiElement]) -> ReorderedRows:
    """Find rows that changed their order between two keyframes.

    Rows that only made room kept their order and are not reported.
    """
    sure = _unique_words(pairs)
    found = ReorderedRows()
    for left, right in _lists([pair for pair in sure if _has_moved(*pair)]):
        rows = _span(_leading([(old, new) for old, new in sure if left <= centre(new.box)[0] <= right]))
        if rows:
            went = tuple((centre(old.box)[1], centre(new.box)[1]) for old, new, _, _ in rows)
            found = ReorderedRows((*found.changes, *_row_changes(rows, after, left, right)), (*found.went, *went))
    return found


def _unique_words(pairs: Pairs) -> Pairs:
    """Words that appear once and stayed in their column."""
    often = Counter(normalise(new.label) for _, new in pairs)
    return [
        (old, new)
        for old, new in pairs
        if new.label and often[normalise(new.label)] == 1 and _in_column(old, new) and same_text(old.label, new.label)
    ]


def _in_column(old: UiElement, new: UiElement) -> bool:
    return min(abs(old.box.x - new.box.x), abs(_right(old.box) - _right(new.box))) <= ASIDE_PX


def _has_moved(old: UiElement, new: UiElement) -> bool:
    return abs(centre(old.box)[1] - centre(new.box)[1]) > ROW_PX


def _lists(moved: Pairs) -> list[tuple[float, float]]:
    """The left and right edges of what moved: cells of one row tie their columns into one list."""
    lists: list[tuple[float, float]] = []
    for row in _rows(moved):
        left, right = min(new.box.x for _, new in row), max(_right(new.box) for _, new in row)
        apart = [(a, b) for a, b in lists if b < left or right < a]
        tied = [one for one in lists if one not in apart]
        lists = [*apart, (min([left, *(a for a, _ in tied)]), max([right, *(b for _, b in tied)]))]
    return sorted(lists)


def _rows(pairs: Pairs) -> list[list[tuple[UiElement, UiElement]]]:
    """Groups of elements that share a row before and after."""
    rows: list[list[tuple[UiElement, UiElement]]] = []
    for old, new in pairs:
        then, now = centre(old.box)[1], centre(new.box)[1]
        row = next((r for r in rows if _is_at(r[0], then, now)), None)
        if row is None:
            rows.append([(old, new)])
        else:
            row.append((old, new))
    return rows


def _is_at(pair: tuple[UiElement, UiElement], then: float, now: float) -> bool:
    return abs(centre(pair[0].box)[1] - then) <= ROW_PX and abs(centre(pair[1].box)[1] - now) <= ROW_PX


def _leading(pairs: Pairs) -> list[tuple[UiElement, UiElement]]:
    """The leftmost text of each row; of rows that share a place before or after, the one with most cells."""
    leading: list[tuple[UiElement, UiElement]] = []
    for row in sorted(_rows(pairs), key=len, reverse=True):
        old, new = min(row, key=lambda pair: pair[1].box.x)
        if all(
            abs(centre(old.box)[1] - centre(a.box)[1]) > ROW_PX and abs(centre(new.box)[1] - centre(b.box)[1]) > ROW_PX
            for a, b in leading
        ):
            leading.append((old, new))
    return leading


def _span(rows: Pairs) -> list[Row]:
    """The rows from the first to the last that changed places; empty if the order stayed."""
    then = sorted(rows, key=lambda pair: centre(pair[0].box)[1])
    now = sorted(rows, key=lambda pair: centre(pair[1].box)[1])
    differ = [n for n, (a, b) in enumerate(zip(then, now, strict=True)) if a is not b]
    if not differ or differ[-1] - differ[0] + 1 < MIN_ROWS:
        return []
    first, last = differ[0], differ[-1]
    place = {id(pair): n for n, pair in enumerate(now[first : last + 1], 1)}
    return [(*pair, n, place[id(pair)]) for n, pair in enumerate(then[first : last + 1], 1)]


def _row_changes(rows: Sequence[Row], after: Sequence[UiElement], left: float, right: float) -> list[Change]:
    """One change for each row that changed places, from the top; a single dragged row only pushes the others."""
    dragged = [row for row in rows if _keeps_order([other for other in rows if other is not row])]
    moved = dragged[:1] or [row for row in rows if row[2] != row[3]]
    ys = [centre(e.box)[1] for old, new, _, _ in rows for e in (old, new)]
    cells = [e for e in after if e.label and left <= centre(e.box)[0] <= right]
    lines = _lines([y for e in cells if min(ys) - ROW_PX <= (y := centre(e.box)[1]) <= max(ys) + ROW_PX])
    is_whole = len(lines) <= len(rows)
    height = None if is_whole else _height(lines) or _height(_lines([centre(new.box)[1] for _, new, _, _ in rows]))
    return [
        _moved(row, _row(row[1], after, left, right), height, is_whole=is_whole)
        for row in sorted(moved, key=lambda row: row[3])
    ]


def row_move(row: UiElement, rows: int, *, is_counted: bool = True) -> Change:
    """The change of a row that moved by `rows`, down if positive; only its direction unless `is_counted`."""
    way = "down" if rows > 0 else "up"
    return Change("changed", row, "place", ROW, f"{counted(abs(rows), 'row')} {way}" if is_counted else way)


def _moved(row: Row, told: UiElement, height: float | None, *, is_whole: bool) -> Change:
    """A row's move in rows: by its number where every line leads a row (`is_whole`), else by their height, if any.

    Equal rows, and second lines in rows, do not lead a distinct row.
    """
    old, new, then, now = row
    if is_whole:
        return row_move(told, now - then)
    px = centre(new.box)[1] - centre(old.box)[1]
    rows = round(px / height) if height else 0
    if height and rows and abs(px - rows * height) <= ROW_PX:
        return row_move(told, rows)
    return row_move(told, 1 if px > 0 else -1, is_counted=False)


def _lines(ys: Sequence[float]) -> list[float]:
    """The heights at which something stands, each once, from the top."""
    lines: list[float] = []
    for y in sorted(ys):
        if not lines or y - lines[-1] > ROW_PX:
            lines.append(y)
    return lines


def _height(lines: Sequence[float]) -> float | None:
    """The distance between lines, if it is the same for all."""
    gaps = [b - a for a, b in pairwise(lines)]
    mean = sum(gaps) / len(gaps)
    return mean if max(gaps) - min(gaps) <= ROW_HEIGHT_TOLERANCE * mean else None


def _keeps_order(rows: Sequence[Row]) -> bool:
    numbers = [now for _, _, _, now in rows]
    return numbers == sorted(numbers)


def _row(lead: UiElement, after: Sequence[UiElement], left: float, right: float) -> UiElement:
    """A row as one element: its words from left to right."""
    y = centre(lead.box)[1]
    cells = [e for e in after if e.label and abs(centre(e.box)[1] - y) <= ROW_PX and left <= centre(e.box)[0] <= right]
    cells.sort(key=lambda e: e.box.x)
    first = cells[0].box
    box = Box(first.x, first.y, max(_right(e.box) for e in cells) - first.x, first.height)
    return replace(lead, label=" ".join(e.label for e in cells), name="", locator="", box=box)


def _right(box: Box) -> float:
    return box.x + box.width
