"""Finds the entry of a list, a menu or tabs that is highlighted now instead of another one.

The pointer highlights what is under it, and themes, links and focus change colours, too. So two entries have to swap
their colours: an entry that stood out, and not because of the pointer, now looks like its neighbours, and an entry that
looked like its neighbours now stands out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, grown, holds, iou
from claude_scope.timeline.claims.acts.pressed import point_of
from claude_scope.timeline.claims.field_values import FIELD_TYPES
from claude_scope.timeline.claims.rows.readings import is_misread
from claude_scope.timeline.claims.rows.row_bands import RowBands
from claude_scope.timeline.claims.scores import HIGHLIGHTED, SAID_HIGHLIGHT
from claude_scope.timeline.text_compare import skeleton
from claude_scope.values import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.values import Box, Line, Moment

    Colour = tuple[int, int, int]
    Look = tuple[Colour, Colour]
    Point = tuple[float, float]

SAME_PLACE = 0.35
"""The minimum intersection over union of two readings of one entry; either reading may include an icon."""
SAME_GROUND, SAME_INK = 8, 24
"""Two colours are the same if no channel (0..255) differs by more than this, which compression may cause."""
OTHER_GROUND, OTHER_INK = 12, 40
"""Two colours are different if a channel differs by at least this. Also the most that the colours of two highlights
differ, because the pointer may change one of them."""
ALIKE_HEIGHT = 0.6
MAX_ROW_SHIFT, MAX_COLUMN_SHIFT = 0.4, 1.0
"""Entries of one row, or of one column, are shifted by at most this many heights."""
MIN_NEIGHBOURS = 1
"""Minimum number of aligned entries that are not highlighted in either picture."""
MAX_OTHERS = 40
"""If the colours of more texts changed, the whole page changed its colours."""
MAX_SCROLLED = 3
"""If more rows moved the same way, the content scrolled, and other entries are now at the same places."""
FIELD_PX = 24.0
"""A text at most this far from a field is its value or its label, whose colour changes on focus or an error."""
POINTED_PX = 12.0


@dataclass(frozen=True, slots=True)
class _Entry:
    """A text that both pictures have, with its letter colour and its background colour in each picture."""

    line: Line
    was: Line
    before: Look
    after: Look

    @property
    def best(self) -> Line:
        """The reading with the higher confidence: an underline or the pointer may have disturbed the other."""
        return max(self.was, self.line, key=lambda item: item.weakest)


def highlighted(pair: Pair) -> Iterator[Claim]:
    """The claim that another entry is highlighted now, if all swapped entries belong to the same two rows."""
    if pair.diff.shift[2] > MAX_SCROLLED:
        return
    swaps = list(islice(_swaps(pair), MAX_OTHERS))
    if not swaps:
        return
    are_cells_of_two_rows = all(
        _is_in_row(a.line.box, b.line.box) for swap in swaps for a, b in zip(swap, swaps[0], strict=True)
    )
    deselected, selected = (swap.best for swap in swaps[0])
    if not are_cells_of_two_rows or deselected.text == selected.text:
        return
    sure = HIGHLIGHTED * min(deselected.weakest, selected.weakest) ** 0.5
    yield Claim(
        pair.number,
        "changed",
        "highlight",
        before=deselected.text,
        after=selected.text,
        score=sure,
        is_said=sure >= SAID_HIGHLIGHT,
        name=selected.text,
        box=swaps[0][1].line.box,
    )


def _swaps(pair: Pair) -> Iterator[tuple[_Entry, _Entry]]:
    """Pairs of entries, of which the first no longer stands out and the second stands out now."""
    entries = list(_entries(pair))
    others = [entry for entry in entries if _is_other(entry.before, entry.after)]
    if len(others) > MAX_OTHERS:
        return
    pointed, now = _pointers(pair.before), pair.after.keyframe.pointer
    for deselected in others:
        for selected in others:
            if not _is_swap(deselected, selected) or _neighbours(deselected, selected, entries) < MIN_NEIGHBOURS:
                continue
            may_be_lit = not pointed and now is not None and _is_pointed(selected.line.box, deselected.line.box, now)
            if not may_be_lit and not any(_is_pointed(deselected.was.box, selected.line.box, tip) for tip in pointed):
                yield deselected, selected


def _entries(pair: Pair) -> Iterator[_Entry]:
    """The texts that both pictures have, except values and labels of fields."""
    old = RowBands(pair.before.reading.lines)
    fields = [
        grown(element.box, FIELD_PX)
        for moment in (pair.before, pair.after)
        for element in moment.reading.elements
        if element.type in FIELD_TYPES
    ]
    for line in pair.after.reading.lines:
        was = max(old.beside(line.box), key=lambda other_line: iou(other_line.box, line.box), default=None)
        if was is None or iou(was.box, line.box) < SAME_PLACE or not _is_same_text(was.text, line.text):
            continue
        before, after = _look(was), _look(line)
        if before and after and not any(holds(field, centre(line.box)) for field in fields):
            yield _Entry(line, was, before, after)


def _is_same_text(one: str, other: str) -> bool:
    """Whether two texts are readings of the same letters, perhaps with an icon; their digits must be equal."""
    a, b = sorted((skeleton(one), skeleton(other)), key=len)
    return bool(a) and (is_misread(one, other) or (a in b and len(a) >= len(b) / 2 and _digits(a) == _digits(b)))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _look(line: Line) -> Look | None:
    return (line.ink, line.ground) if line.ink and line.ground else None


def _apart(one: Colour, other: Colour) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _is_same(one: Look, other: Look) -> bool:
    return _apart(one[0], other[0]) <= SAME_INK and _apart(one[1], other[1]) <= SAME_GROUND


def _is_other(one: Look, other: Look) -> bool:
    return _apart(one[0], other[0]) >= OTHER_INK or _apart(one[1], other[1]) >= OTHER_GROUND


def _is_swap(deselected: _Entry, selected: _Entry) -> bool:
    """Whether two entries swapped colours; the pointer may make the new highlight slightly different."""
    if deselected is selected or not _is_aligned(deselected.line.box, selected.line.box):
        return False
    return _is_same(deselected.after, selected.before) and _is_like(deselected.before, selected.after, deselected.after)


def _is_like(one: Look, other: Look, plain: Look) -> bool:
    """Whether two highlights share a colour that a plain entry does not have."""
    return any(
        _apart(one[part], other[part]) <= most and _apart(one[part], plain[part]) >= most
        for part, most in ((0, OTHER_INK), (1, OTHER_GROUND))
    )


def _is_aligned(one: Box, other: Box) -> bool:
    low, high = sorted((one.height, other.height))
    if low < ALIKE_HEIGHT * high:
        return False
    return _is_in_row(one, other) or abs(one.x - other.x) <= MAX_COLUMN_SHIFT * one.height


def _is_in_row(one: Box, other: Box) -> bool:
    return abs(centre(one)[1] - centre(other)[1]) <= MAX_ROW_SHIFT * max(one.height, other.height)


def _neighbours(deselected: _Entry, selected: _Entry, entries: Sequence[_Entry]) -> int:
    """The number of aligned entries that look plain before and after; 0 if another aligned entry is highlighted."""
    beside = [
        entry
        for entry in entries
        if entry is not deselected
        and entry is not selected
        and _is_aligned(entry.line.box, selected.line.box)
        and _is_aligned(entry.line.box, deselected.line.box)
    ]
    if any(_is_same(entry.before, deselected.before) or _is_same(entry.after, selected.after) for entry in beside):
        return 0
    return sum(_is_same(entry.before, selected.before) and _is_same(entry.after, deselected.after) for entry in beside)


def _pointers(moment: Moment) -> list[Point]:
    """Where the pointer may have been when the picture was taken."""
    frame = moment.keyframe
    rests = [point_of(rest.box) for rest in frame.rests if rest.since_ms <= frame.timestamp_ms <= rest.until_ms]
    return [*rests, *([frame.pointer] if frame.pointer else [])]


def _is_pointed(box: Box, other: Box, tip: Point) -> bool:
    """Whether the pointer was on an entry; only x is compared if both entries are in one row, otherwise only y."""
    along = 0 if _is_in_row(box, other) else 1
    start, length = (box.x, box.width) if along == 0 else (box.y, box.height)
    return start - POINTED_PX <= tip[along] <= start + length + POINTED_PX
