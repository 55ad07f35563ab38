"""The entry of a list, a menu or tabs that is highlighted now instead of another one.

A pointer lights up what it lies on, and themes, links and focus change colours, too. So two entries have to swap their
look: one that the pointer did not light up looks as its neighbours do now, and one that looked as they do stands out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds, iou
from claude_scope.timeline.claims.rows.row_bands import RowBands
from claude_scope.timeline.text_compare import similarity
from claude_scope.values import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.values import Box, Line

    Colour = tuple[int, int, int]
    Look = tuple[Colour, Colour]

SAME_PLACE, SAME_TEXT = 0.35, 0.5
"""Of two readings of one entry: intersection over union, and similarity of their texts, icons beside it included."""
SAME_GROUND, SAME_INK = 8, 24
"""How far apart (0..255, of the channel with most) two colours of one look are, as compression leaves them."""
OTHER_GROUND, OTHER_INK = 12, 40
"""How far apart two looks are at least."""
ALIKE_HEIGHT = 0.6
MAX_ROW_SHIFT, MAX_COLUMN_SHIFT = 0.4, 1.0
"""Entries of one row, or of one column, are shifted by so many heights at most."""
MIN_NEIGHBOURS = 1
"""Entries that look alike before and after, beside the two that swap."""
MAX_OTHERS = 40
"""With more texts in other colours the whole page has others."""
POINTED_PX = 12.0
PROBABILITY, THRESHOLD = 0.9, 0.6
"""Of eleven such entries of the tuned applications nine are selected now; a table is sorted by the other two."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A text that stands in both pictures, with its colours in each: of the letters, and of what they stand on."""

    line: Line
    was: Line
    before: Look
    after: Look

    @property
    def best(self) -> Line:
        """The surer one of its two readings: an underline, or a pointer, disturbs one."""
        return max(self.was, self.line, key=lambda one: one.weakest)


def highlighted(pair: Pair) -> Iterator[Claim]:
    """The entry that stands out now and the one that no longer does, if there is one of each."""
    entries = list(_entries(pair))
    others = [one for one in entries if _is_other(one.before, one.after)]
    if len(others) > MAX_OTHERS:
        return
    swaps = [
        (lost, won)
        for lost in others
        if not _is_pointed(lost.was.box, pair.before.keyframe.pointer)
        for won in others
        if _is_swap(lost, won) and _neighbours(lost, won, entries) >= MIN_NEIGHBOURS
    ]
    rows = {(round(centre(one.line.box)[1]), round(centre(two.line.box)[1])) for one, two in swaps}
    if len(rows) == 1:
        lost, won = (one.best for one in swaps[0])
        sure = PROBABILITY * min(lost.weakest, won.weakest) ** 0.5
        yield Claim(
            pair.number,
            "changed",
            "highlight",
            before=lost.text,
            after=won.text,
            probability=sure,
            is_said=sure >= THRESHOLD,
            name=won.text,
            box=swaps[0][1].line.box,
        )


def _entries(pair: Pair) -> Iterator[_Entry]:
    old = RowBands(pair.before.reading.lines)
    for line in pair.after.reading.lines:
        was = max(old.beside(line.box), key=lambda one: iou(one.box, line.box), default=None)
        if was is None or iou(was.box, line.box) < SAME_PLACE or similarity(was.text, line.text) < SAME_TEXT:
            continue
        before, after = _look(was), _look(line)
        if before and after and any(map(str.isalnum, line.text)):
            yield _Entry(line, was, before, after)


def _look(line: Line) -> Look | None:
    return (line.ink, line.ground) if line.ink and line.ground else None


def _apart(one: Colour, other: Colour) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _is_same(one: Look, other: Look) -> bool:
    return _apart(one[0], other[0]) <= SAME_INK and _apart(one[1], other[1]) <= SAME_GROUND


def _is_other(one: Look, other: Look) -> bool:
    return _apart(one[0], other[0]) >= OTHER_INK or _apart(one[1], other[1]) >= OTHER_GROUND


def _is_swap(lost: _Entry, won: _Entry) -> bool:
    """Whether an entry looks now as another one did, and the other one as it did or, under the pointer, nearly so."""
    if lost is won or not _is_aligned(lost.line.box, won.line.box):
        return False
    return _is_same(lost.after, won.before) and _is_like(lost.before, won.after)


def _is_like(one: Look, other: Look) -> bool:
    """Whether two highlights have a colour in common."""
    return _apart(one[0], other[0]) <= OTHER_INK or _apart(one[1], other[1]) <= OTHER_GROUND


def _is_aligned(one: Box, other: Box) -> bool:
    low, high = sorted((one.height, other.height))
    if low < ALIKE_HEIGHT * high:
        return False
    down = abs(centre(one)[1] - centre(other)[1])
    return down <= MAX_ROW_SHIFT * high or abs(one.x - other.x) <= MAX_COLUMN_SHIFT * high


def _neighbours(lost: _Entry, won: _Entry, entries: Sequence[_Entry]) -> int:
    """How many entries beside both look in both pictures as the one does that does not stand out; -1 if some do."""
    beside = [
        one
        for one in entries
        if one is not lost
        and one is not won
        and _is_aligned(one.line.box, won.line.box)
        and _is_aligned(one.line.box, lost.line.box)
    ]
    if any(_is_same(one.before, lost.before) or _is_same(one.after, won.after) for one in beside):
        return -1
    return sum(_is_same(one.before, won.before) and _is_same(one.after, lost.after) for one in beside)


def _is_pointed(box: Box, tip: tuple[float, float] | None) -> bool:
    return tip is not None and holds(box, tip, POINTED_PX)
