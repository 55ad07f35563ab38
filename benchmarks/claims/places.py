"""Finds texts and elements in a state of the DOM, near the box of a claim or anywhere on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from benchmarks.claims.error_words import ERROR
from benchmarks.claims.texts import Match, key, likeness, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.claims.dom import Box, DomState, Item, Line

_RIGHT_PX, _DOWN_PX = 24.0, 6.0
"""How far a text may be from the box that was read: the rebuilt page has other fonts, and a control has edges."""
_MASK = "\u2022"
_SAME_ROW = 0.5
_LEVEL = 0.55
"""The share of a line's height that must be within a place."""
_WRITTEN, _LEGIBLE = 0.15, 0.5
"""The minimal share of a background that is text, and of a read box where the page has text."""
_ROWS_OF: WeakKeyDictionary[DomState, list[str]] = WeakKeyDictionary()


def grown(box: Box, across: float = _RIGHT_PX, down: float = _DOWN_PX) -> Box:
    return box[0] - across, box[1] - down, box[2] + 2 * across, box[3] + 2 * down


def meets(a: Box, b: Box) -> bool:
    """Whether two boxes overlap."""
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def share_inside(box: Box, around: Iterable[Box]) -> float:
    """The largest share of a box that is covered by a single other box."""
    area = max(1.0, box[2] * box[3])
    return max((_common(box, item) / area for item in around), default=0.0)


def _common(a: Box, b: Box) -> float:
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(0.0, width) * max(0.0, height)


def holds(box: Box, x: float, y: float, slack: float = 0.0) -> bool:
    """Whether a point lies in a box."""
    return box[0] - slack <= x <= box[0] + box[2] + slack and box[1] - slack <= y <= box[1] + box[3] + slack


def middle(box: Box) -> tuple[float, float]:
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def is_blind(state: DomState, box: Box | None) -> bool:
    """Whether a place is a canvas, a picture, an icon or a frame whose content the DOM lacks."""
    if box is None or share_inside(box, [line.box for line in state.lines]) > _LEGIBLE:
        return False
    drawn = [place for kind, place in state.marks if kind == "drawn" and not _has_text(state, place)]
    if share_inside(box, state.blind) > 0.6 or share_inside(box, drawn) > 0.5:
        return True
    inside = [place for place in (*state.blind, *drawn) if holds(box, *middle(place))]
    return sum(share_inside(place, [box]) * place[2] * place[3] for place in inside) > 0.4 * box[2] * box[3]


def _has_text(state: DomState, place: Box) -> bool:
    """Whether lines of text fill a good part of a place: it is a background, not an icon."""
    return any(share_inside(place, [line.box]) > _WRITTEN for line in state.lines)


def lines_at(state: DomState, box: Box) -> list[Line]:
    """The lines with most of their height at a place, in reading order."""
    near = grown(box)
    return _in_order([line for line in state.lines if meets(near, line.box) and _is_level(line.box, near)])


def _is_level(line: Box, place: Box) -> bool:
    common = min(line[1] + line[3], place[1] + place[3]) - max(line[1], place[1])
    return common >= _LEVEL * min(line[3], place[3])


def found_at(state: DomState, text: str, box: Box) -> Match:
    """Whether a text is at a place."""
    lines = lines_at(state, box)
    one = max((within(text, line.text) for line in lines), default=Match.NONE)
    return one if one is Match.EXACT else max(one, within(text, " ".join(line.text for line in lines)))


def likeness_at(state: DomState, text: str, box: Box) -> float:
    """How much of a text is at a place."""
    return likeness(text, " ".join(line.text for line in lines_at(state, box)))


def found(state: DomState, text: str) -> Match:
    """Whether a text is anywhere on the screen."""
    return max((within(text, row) for row in rows_of(state)), default=Match.NONE) or within(text, _whole(state))


def count(state: DomState, text: str) -> int:
    """How often a text is on the screen."""
    wanted = key(text)
    if len(wanted) <= 3:
        return sum(within(text, line.text) is Match.EXACT for line in state.lines)
    return key(_whole(state)).count(wanted) if wanted else 0


def places_of(state: DomState, text: str) -> list[Box]:
    """The places of the lines that have a text."""
    return [line.box for line in state.lines if within(text, line.text) is not Match.NONE]


def row_with(state: DomState, text: str, box: Box | None = None) -> set[str]:
    """The keys of the rows that have a text; if a place is given, only rows at that place."""
    lines = state.lines if box is None else lines_at(state, box)
    levels = [middle(line.box)[1] for line in lines if within(text, line.text) is not Match.NONE]
    rows = (
        row for row in _rows(state.lines) if any(abs(middle(row[0].box)[1] - y) < row[0].box[3] / 2 for y in levels)
    )
    return {key(" ".join(line.text for line in row)) for row in rows}


def rows_of(state: DomState) -> list[str]:
    """The texts of the screen's rows, which are all lines at one height."""
    if (rows := _ROWS_OF.get(state)) is None:
        rows = _ROWS_OF[state] = [" ".join(line.text for line in row) for row in _rows(state.lines)]
    return rows


def _whole(state: DomState) -> str:
    return " ".join(line.text for line in state.lines)


def _in_order(lines: Sequence[Line]) -> list[Line]:
    return [line for row in _rows(lines) for line in row]


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda other_line: other_line.box[1] + other_line.box[3] / 2):
        y = line.box[1] + line.box[3] / 2
        last = rows[-1][0] if rows else None
        if last is not None and abs(last.box[1] + last.box[3] / 2 - y) < _SAME_ROW * min(last.box[3], line.box[3]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda other_line: other_line.box[0]) for row in rows]


def items_at(state: DomState, box: Box) -> list[Item]:
    """The elements at a place, the smallest first; far larger elements only contain it."""
    x, y = middle(box)
    near, most = grown(box, 8, 6), max(box[2] * box[3], 400.0) * 12
    here = [
        item
        for item in state.items
        if (holds(item.box, x, y, 4) and (item.box[2] * item.box[3] <= most or item.role in FIELDS))
        or (holds(near, *middle(item.box)) and item.box[2] * item.box[3] > 0)
    ]
    return sorted(here, key=lambda line: line.box[2] * line.box[3])


def is_masked(state: DomState, box: Box) -> bool:
    """Whether a place is a field whose value the capture masks."""
    x, y = middle(box)
    fields = (item for item in state.items if item.role in FIELDS and holds(item.box, x, y, 4))
    return any(item.text and not item.text.strip(_MASK) for item in fields)


def is_marked(state: DomState, kind: str, box: Box) -> bool:
    """Whether an element at a place has this mark."""
    x, y = middle(box)
    most = max(box[2] * box[3], 400.0) * 12
    return any(
        kind == item
        and place[2] * place[3] <= most
        and (holds(place, x, y, 4) or holds(grown(box, 8, 6), *middle(place)))
        for item, place in state.marks
    )


SELECTED = ("selected", "current", "pressed", "checked", "expanded")
"""The states of selected elements, as in ARIA and the capture's snapshots."""


def is_selected(state: DomState, box: Box) -> bool:
    """Whether an element at a place is selected, or looks selected."""
    states = [
        other_state
        for item in items_at(state, box)
        for other_state in item.states
        if not other_state.endswith("=false")
    ]
    return any(other_state.partition("=")[0] in SELECTED for other_state in states) or is_marked(state, "selected", box)


def is_error(state: DomState, text: str) -> bool:
    """Whether a text on the screen is an error: by its words, its role, or its style."""
    return (
        bool(ERROR.search(text))
        or any(
            (item.role in ("alert", "alertdialog", "status") and within(text, item.name or item.text))
            for item in state.items
        )
        or any(is_marked(state, "error", box) for box in places_of(state, text))
    )


FIELDS = frozenset({"textbox", "searchbox", "spinbutton", "combobox"})
