"""Whether a page was dimmed: a dialog opened over it; or it is as bright as before again: the dialog closed."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from claude_scope.timeline.claims.rows.row_bands import RowBands
from claude_scope.timeline.claims.scores import DIALOG
from claude_scope.values import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.values import Line

MIN_LINES = 4
DIMMED, SPREAD = (0.2, 0.88), 0.12
"""The share of its brightness that the ground below a text has left, and by how much most texts may differ in it."""
SAME_SHARE = 0.6
"""So many of the texts that stayed were dimmed alike; those on the dialog were not there before."""
SAME_PX = 4.0
MIN_ON_BOX = 2
"""A dialog has so many texts: what it says, and a button."""
BRIGHTER, SAME_FILL = 1.1, 24
"""How much brighter than the dimmed page its box is, and by how much the ground of its texts may differ, all colours
added."""


def dialog_opened_or_closed(pair: Pair) -> Iterator[Claim]:
    """That a dialog opened, or closed: the texts that stayed are dimmed, and others stand on a box in front of them.

    A page is dimmed also while it waits, and before the dialog is there.
    """
    stayed = list(_stayed(pair))
    if _are_dimmed([_brightness(old, new) for old, new in stayed]) and _has_box_in_front(
        pair.after.reading.lines, [new for _, new in stayed]
    ):
        yield Claim(pair.number, "opened", "place", score=DIALOG)
    elif _are_dimmed([_brightness(new, old) for old, new in stayed]) and _has_box_in_front(
        pair.before.reading.lines, [old for old, _ in stayed]
    ):
        yield Claim(pair.number, "closed", "place", score=DIALOG)


def _has_box_in_front(lines: Sequence[Line], dimmed: Sequence[Line]) -> bool:
    """Whether texts that only one picture has stand on a box of one colour that is brighter than the dimmed page."""
    page = median(sum(line.ground) for line in dimmed if line.ground)
    behind = {id(line) for line in dimmed}
    fills = [line.ground for line in lines if id(line) not in behind and line.ground]
    bright = [fill for fill in fills if sum(fill) > BRIGHTER * page]
    return any(sum(_differ(fill, other) <= SAME_FILL for other in bright) >= MIN_ON_BOX for fill in bright)


def _differ(fill: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return sum(abs(a - b) for a, b in zip(fill, other, strict=True))


def _are_dimmed(left: Sequence[float | None]) -> bool:
    """Whether most texts have the same share of their brightness left."""
    known = [share for share in left if share is not None]
    if len(known) < MIN_LINES:
        return False
    usual = median(known)
    alike = sum(abs(share - usual) <= SPREAD for share in known)
    return DIMMED[0] <= usual <= DIMMED[1] and alike >= SAME_SHARE * len(known)


def _stayed(pair: Pair) -> Iterator[tuple[Line, Line]]:
    """The lines that stand at the same place in both pictures."""
    before = RowBands(pair.before.reading.lines)
    for new in pair.after.reading.lines:
        for old in before.beside(new.box):
            shift = max(abs(old.box.x - new.box.x), abs(old.box.y - new.box.y))
            if old.text == new.text and shift <= SAME_PX:
                yield old, new


def _brightness(bright: Line, dark: Line) -> float | None:
    """The share of brightness that the ground of a text has left; None if its letters became lighter, as in a theme."""
    if None in (bright.ground, dark.ground, bright.ink, dark.ink):
        return None
    ground, was = sum(dark.ground or ()), sum(bright.ground or ())
    is_lighter = sum(dark.ink or ()) > sum(bright.ink or ()) + 24
    return 1.0 if is_lighter or not was else ground / was
