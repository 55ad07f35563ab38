"""Recognises dialogs by the page behind them: it is dimmed when a dialog opens, and bright again when it closes."""

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
"""A dimmed background keeps a share of its brightness between the first two numbers. For most texts, the share differs
from the median by at most the last number."""
SAME_SHARE = 0.6
"""Minimum share of the texts in both pictures that are dimmed alike; the dialog's own texts are only in one of them."""
SAME_PX = 4.0
MIN_ON_BOX = 2
"""Minimum number of texts on a dialog, for example a message and a button."""
BRIGHTER, SAME_FILL = 1.1, 24
"""Minimum ratio of the dialog's brightness to that of the dimmed page, and the most that the backgrounds of the
dialog's texts may differ, summed over the channels."""


def dialog_opened_or_closed(pair: Pair) -> Iterator[Claim]:
    """The claim that a dialog opened or closed: the page behind it is dimmed, and texts are on a box in front.

    A dimmed page alone is not enough: pages are also dimmed while they load, and before a dialog appears.
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
    """Whether several texts that only this picture has share a background that is brighter than the dimmed page."""
    page = median(sum(line.ground) for line in dimmed if line.ground)
    behind = {id(line) for line in dimmed}
    fills = [line.ground for line in lines if id(line) not in behind and line.ground]
    bright = [fill for fill in fills if sum(fill) > BRIGHTER * page]
    return any(sum(_differ(fill, other) <= SAME_FILL for other in bright) >= MIN_ON_BOX for fill in bright)


def _differ(fill: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return sum(abs(a - b) for a, b in zip(fill, other, strict=True))


def _are_dimmed(left: Sequence[float | None]) -> bool:
    """Whether most texts keep the same share of their brightness."""
    known = [share for share in left if share is not None]
    if len(known) < MIN_LINES:
        return False
    usual = median(known)
    alike = sum(abs(share - usual) <= SPREAD for share in known)
    return DIMMED[0] <= usual <= DIMMED[1] and alike >= SAME_SHARE * len(known)


def _stayed(pair: Pair) -> Iterator[tuple[Line, Line]]:
    """The lines with the same text at the same place in both pictures."""
    before = RowBands(pair.before.reading.lines)
    for new in pair.after.reading.lines:
        for old in before.beside(new.box):
            shift = max(abs(old.box.x - new.box.x), abs(old.box.y - new.box.y))
            if old.text == new.text and shift <= SAME_PX:
                yield old, new


def _brightness(bright: Line, dark: Line) -> float | None:
    """The share of brightness that a text's background keeps; None if a colour is unknown.

    The share is 1 if the letters became lighter, as in a theme change, or if the background was black.
    """
    if None in (bright.ground, dark.ground, bright.ink, dark.ink):
        return None
    ground, was = sum(dark.ground or ()), sum(bright.ground or ())
    is_lighter = sum(dark.ink or ()) > sum(bright.ink or ()) + 24
    return 1.0 if is_lighter or not was else ground / was
