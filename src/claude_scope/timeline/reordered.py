"""Tells rows that changed places, as in a sorted table, from texts that went and others that came."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.boxes import centre
from claude_scope.timeline.text import normal, same_text
from claude_scope.values import Box, Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import UiElement

    Pairs = Sequence[tuple[UiElement, UiElement]]

ROW_PX = 10
"""Texts whose middles are so near stand in one row: OCR boxes wobble."""
COLUMN_PX = 8
MIN_ROWS = 3
"""Two rows that changed places may be two texts that are misread, or a label and its value."""


@dataclass(frozen=True, slots=True)
class Reordered:
    """The rows that changed places, one change each, and where each row went: middles before and after, in pixels."""

    changes: tuple[Change, ...] = ()
    went: tuple[tuple[float, float], ...] = ()

    def explains(self, old: UiElement, new: UiElement) -> bool:
        """Whether a text went with its row: the same words in the same column."""
        same_column = abs(old.box.x - new.box.x) <= COLUMN_PX or abs(_right(old.box) - _right(new.box)) <= COLUMN_PX
        return same_column and self.has_moved(old, new) and same_text(old.label, new.label)

    def has_moved(self, old: UiElement, new: UiElement) -> bool:
        """Whether two elements stand where one row was and is now."""
        then, now = centre(old.box)[1], centre(new.box)[1]
        return any(abs(then - a) <= ROW_PX and abs(now - b) <= ROW_PX for a, b in self.went)


Row = tuple["UiElement", "UiElement", int, int]
"""The first element of a row before and after, and its number in the span of rows that changed, from 1."""


def reordered(pairs: Pairs, after: Sequence[UiElement]) -> Reordered:
    """The rows among paired elements of two keyframes that stand in another order now.

    What moved to make room kept its order: nothing is said of it.
    """
    found = Reordered()
    for column in _columns(pairs):
        rows = _span(column)
        if rows and not all(found.has_moved(old, new) for old, new, _, _ in rows):
            went = tuple((centre(old.box)[1], centre(new.box)[1]) for old, new, _, _ in rows)
            found = Reordered((*found.changes, *_told(rows, pairs, after)), (*found.went, *went))
    return found


def _told(rows: Sequence[Row], pairs: Pairs, after: Sequence[UiElement]) -> list[Change]:
    """One change a row that changed places, from the top; one that was dragged alone makes the others make room."""
    went = Reordered((), tuple((centre(old.box)[1], centre(new.box)[1]) for old, new, _, _ in rows))
    right = max(_right(new.box) for old, new in pairs if went.has_moved(old, new))
    dragged = [row for row in rows if _keeps_order([other for other in rows if other is not row])]
    moved = dragged[:1] or [row for row in rows if row[2] != row[3]]
    return [
        Change("changed", _row(new, after, right), "place", f"row {then} of {len(rows)}", f"row {now} of {len(rows)}")
        for _, new, then, now in sorted(moved, key=lambda row: row[3])
    ]


def _keeps_order(rows: Sequence[Row]) -> bool:
    numbers = [now for _, _, _, now in rows]
    return numbers == sorted(numbers)


def _columns(pairs: Pairs) -> list[Pairs]:
    """The leading texts of rows: pairs that stay in their column, of words that stand there once."""
    often = Counter(normal(new.label) for _, new in pairs)
    columns: dict[int, list[tuple[UiElement, UiElement]]] = defaultdict(list)
    for old, new in pairs:
        is_sure = often[normal(new.label)] == 1 and new.label and same_text(old.label, new.label)
        if is_sure and abs(old.box.x - new.box.x) <= COLUMN_PX:
            key = next((x for x in columns if abs(x - new.box.x) <= COLUMN_PX), round(new.box.x))
            columns[key].append((old, new))
    return [columns[x] for x in sorted(columns)]


def _span(column: Pairs) -> list[Row]:
    """The rows of one column from the first to the last that changed places; none where the order stayed."""
    then = sorted(column, key=lambda pair: centre(pair[0].box)[1])
    now = sorted(column, key=lambda pair: centre(pair[1].box)[1])
    differ = [n for n, (a, b) in enumerate(zip(then, now, strict=True)) if a is not b]
    if not differ:
        return []
    first, last = differ[0], differ[-1]
    if last - first + 1 < MIN_ROWS:
        return []
    place = {id(pair): n for n, pair in enumerate(now[first : last + 1], 1)}
    return [(*pair, n, place[id(pair)]) for n, pair in enumerate(then[first : last + 1], 1)]


def _row(lead: UiElement, after: Sequence[UiElement], right: float) -> UiElement:
    """A row as one element: its words from left to right."""
    y = centre(lead.box)[1]
    cells = [
        e
        for e in after
        if e.label and abs(centre(e.box)[1] - y) <= ROW_PX and lead.box.x - COLUMN_PX <= e.box.x <= right
    ]
    cells.sort(key=lambda e: e.box.x)
    box = Box(lead.box.x, lead.box.y, max(_right(e.box) for e in cells) - lead.box.x, lead.box.height)
    return replace(lead, label=" ".join(e.label for e in cells), name="", box=box)


def _right(box: Box) -> float:
    return box.x + box.width
