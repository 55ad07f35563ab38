"""Finds counts that differ from what the screen shows: rows, ticked boxes, another count. An inference.

Precision before recall: rows only count where they stand evenly under the text that counts them, and end in view.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.geometry import around
from claude_scope.lexicon.action_words import is_partial_list
from claude_scope.lexicon.count_words import counted_selected, counted_things
from claude_scope.plural import counted
from claude_scope.timeline.events.events import quote
from claude_scope.timeline.findings.bill_rows import is_same_row
from claude_scope.timeline.pixel_distances import ALIGNED_PX
from claude_scope.values import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Box, Moment, Reading, UiElement

IN_BRACKETS = re.compile(r".{3,40}\((\d{1,3})\)")
MAX_WORD_GAP = 1.0
"""Words of one line are at most this many line heights apart."""
MAX_CHECKBOX_LABEL_PX = 40
"""The label of a checkbox begins at most this far from its left edge."""
LIST_SPACING_TOLERANCE = 0.2
"""Rows of one list differ in their distances by at most this share."""
MIN_ROW_PITCH = 1.4
"""Rows are at least this many text heights apart; lines of prose are closer."""
LIST_END_SHARE = 0.88
"""A list that ends above this share of the screen ends there; below, it may go on."""
ROW_RANGE = (2, 12)


@dataclass(frozen=True, slots=True)
class Claim:
    """A count on the screen: the number, its text and box, and the container of the things ("cart")."""

    number: int
    text: str
    box: Box
    within: str = ""


def find_wrong_counts(moments: Sequence[Moment], _: int | None = None) -> dict[int, tuple[Observation, ...]]:
    """Wrong counts, by the index of the moment."""
    return {index: wrong_counts(moment.elements, moment.reading) for index, moment in enumerate(moments)}


def wrong_counts(elements: Sequence[UiElement], reading: Reading) -> tuple[Observation, ...]:
    """The wrong counts of one screen, each with the box of its text."""
    lines = [e for e in elements if e.label and e.type in ("text", "heading", "link", "alert")]
    joined = list(_joined(lines))
    found = [*_selected(joined, elements), *_rows(joined, lines, elements, reading), *_badges(joined, lines)]
    return tuple(found)


def _joined(lines: Sequence[UiElement]) -> Iterator[tuple[str, Box]]:
    """Each text; a text with a number is joined with those right behind it."""
    across = sorted(lines, key=lambda e: e.box.x)
    for line in lines:
        text, box = line.label, line.box
        for other in across if any(c.isdigit() for c in text) else ():
            beside = other.box.x - box.x - box.width
            if is_same_row(other.box, box) and -2 <= beside <= MAX_WORD_GAP * box.height and other is not line:
                text, box = f"{text} {other.label}", around([box, other.box])
        yield text, box


def _selected(texts: Sequence[tuple[str, Box]], elements: Sequence[UiElement]) -> Iterator[Observation]:
    boxes = [e for e in elements if e.type == "checkbox"]
    if not ROW_RANGE[0] <= len(boxes) <= ROW_RANGE[1] or any(is_partial_list(e.label) or not e.label for e in boxes):
        return
    if any(_is_missed(e, boxes) for e in elements if e.type != "checkbox" and e.label):
        return
    ticked = sum("checked" in e.state for e in boxes)
    for text, box in texts:
        said = counted_selected(text)
        if said and int(said[1]) != ticked:
            yield _report(Claim(int(said[1]), text, box), f"{counted(ticked, 'checkbox is', 'checkboxes are')} ticked")


def _is_missed(element: UiElement, boxes: Sequence[UiElement]) -> bool:
    """Whether a label without a checkbox stands among checkboxes: the pointer may cover the box."""
    top, bottom = min(e.box.y for e in boxes), max(e.box.y for e in boxes)
    pitch = (bottom - top) / (len(boxes) - 1)
    left = min(e.box.x for e in boxes)
    is_label = -ALIGNED_PX <= element.box.x - left <= MAX_CHECKBOX_LABEL_PX
    beside = any(is_same_row(element.box, e.box) for e in boxes)
    return is_label and not beside and top < element.box.y + element.box.height / 2 < bottom + 1.2 * pitch


def _rows(
    texts: Sequence[tuple[str, Box]], lines: Sequence[UiElement], elements: Sequence[UiElement], reading: Reading
) -> Iterator[Observation]:
    goes_on = any(is_partial_list(e.label) for e in elements)
    for text, box in texts:
        said = counted_things(text) or IN_BRACKETS.fullmatch(text)
        rows = _below(box, lines) if said else []
        if not said or not ROW_RANGE[0] <= len(rows) <= ROW_RANGE[1]:
            continue
        shown_rows = len(rows) - _has_head(rows, lines)
        ends = rows[-1].box.y + rows[-1].box.height <= LIST_END_SHARE * reading.height and not goes_on
        if shown_rows > int(said[1]) or (ends and shown_rows < int(said[1])):
            yield _report(Claim(int(said[1]), text, box), f"{counted(shown_rows, 'row stands', 'rows stand')} below it")


def _below(claim: Box, lines: Sequence[UiElement]) -> list[UiElement]:
    """The rows of the list right below a text: left-aligned and evenly spaced."""
    below = sorted((e for e in lines if e.box.y >= claim.y + claim.height - 2), key=lambda e: e.box.y)
    first = next((e for e in below if abs(e.box.x - claim.x) <= 4 * ALIGNED_PX), None)
    if first is None or first.box.y - claim.y > 5 * claim.height:
        return []
    column = [e for e in below if abs(e.box.x - first.box.x) <= ALIGNED_PX]
    rows = column[:1]
    for one in column[1:]:
        pitch = one.box.y - rows[-1].box.y
        usual = rows[1].box.y - rows[0].box.y if len(rows) > 1 else pitch
        if abs(pitch - usual) > LIST_SPACING_TOLERANCE * usual or pitch < MIN_ROW_PITCH * one.box.height:
            break
        rows.append(one)
    return rows if len(rows) == len(column) or _has_gap(rows, column) else []


def _has_gap(rows: Sequence[UiElement], column: Sequence[UiElement]) -> bool:
    """Whether a clear gap separates the rows from the rest of the column."""
    usual = rows[1].box.y - rows[0].box.y if len(rows) > 1 else 0
    return len(rows) > 1 and column[len(rows)].box.y - rows[-1].box.y > (1 + LIST_SPACING_TOLERANCE) * usual


def _has_head(rows: Sequence[UiElement], lines: Sequence[UiElement]) -> bool:
    """Whether the first row is the header of a table."""
    beside = [
        [e for e in lines if e is not row and is_same_row(e.box, row.box) and e.box.x > row.box.x] for row in rows
    ]
    return all(beside) and not any(c.isdigit() for e in (rows[0], *beside[0]) for c in e.label)


def _badges(texts: Sequence[tuple[str, Box]], lines: Sequence[UiElement]) -> Iterator[Observation]:
    """Badges ("Cart 2") that contradict a text about the same container ("3 items in your cart")."""
    for text, _ in texts:
        said = counted_things(text)
        within = (said[2] or "") if said else ""
        if not said or not within:
            continue
        for badge in lines:
            name = next((e for e in lines if e.label.casefold() == within and _is_behind(badge.box, e.box)), None)
            if name is not None and badge.label.isdigit() and int(badge.label) != int(said[1]):
                claim = Claim(int(badge.label), f"{name.label} {badge.label}", around([name.box, badge.box]))
                yield _report(claim, f"{quote(text)} stands on the same screen")


def _is_behind(badge: Box, name: Box) -> bool:
    return is_same_row(badge, name) and -4 <= badge.x - name.x - name.width <= 1.5 * name.height


def _report(claim: Claim, but: str) -> Observation:
    return Observation("count", f"{quote(claim.text)} counts {claim.number}, but {but} (inferred)", claim.box)
