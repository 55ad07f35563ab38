"""Finds elements that moved: one by one, many together, or all because the page scrolled."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.geometry import centre
from claude_scope.timeline.text_compare import normalise, same_text
from claude_scope.values import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.pixels.matching import Matches
    from claude_scope.values import UiElement

WOBBLE_PX = 8
"""What moved down to make room moved straight, give or take this: OCR boxes begin where the first letter does."""
SCROLLED_PX = 80
"""A notch of a mouse wheel scrolls by 100 or 120 CSS pixels; what moves by less made room."""
MOVED_PX = 24
"""Less than this is the wobble of OCR boxes, more is a place that a person sees change (of 1080 lines)."""

Offset = tuple[int, int]


def find_moves(
    pairs: Sequence[tuple[UiElement, UiElement]], shift: Offset, *, makes_room: bool
) -> tuple[list[Change], tuple[tuple[Offset, int], ...]]:
    """The moves, and the offsets by which elements moved together.

    Moves are one remark where three or more moved alike, all scrolled, or they moved straight down or up to make room
    for something added or removed.
    """
    often = Counter(normalise(new.label) for _, new in pairs)
    offsets = [
        ((round(dx / 4) * 4, round(dy / 4) * 4), new)
        for old, new in pairs
        if same_text(old.label, new.label)
        and often[normalise(new.label)] == 1  # equal texts cannot be told apart
        and abs(old.box.width - new.box.width) <= 0.1 * new.box.width
        and abs(old.box.height - new.box.height) <= 0.25 * new.box.height  # a title is no button of that name
        and max(abs(dx := new.box.x - old.box.x), abs(dy := new.box.y - old.box.y)) >= MOVED_PX
    ]
    together = Counter(offset for offset, _ in offsets)
    groups = tuple(
        (offset, n)
        for offset, n in together.most_common()
        if n > 2 or _is_of(offset, shift) or (makes_room and abs(offset[0]) <= WOBBLE_PX)
    )
    grouped = {offset for offset, _ in groups}
    alone = [(offset, element) for offset, element in offsets if offset not in grouped]
    return [Change("changed", e, "place", _place(e, offset), _place(e, (0, 0))) for offset, e in alone], groups


def is_scroll(before: Sequence[UiElement], after: Sequence[UiElement], matches: Matches) -> bool:
    """Whether what moved together was scrolled: far enough, along one axis, out at one end and in at the other.

    A wider column pushes its neighbours aside, and an error pushes what is below it down: that is no scrolling.
    """
    dx, dy = matches.shift
    if max(abs(dx), abs(dy)) < SCROLLED_PX or min(abs(dx), abs(dy)) > WOBBLE_PX:
        return False
    along, extent = (1, 3) if abs(dy) > abs(dx) else (0, 2)
    by = matches.shift[along]
    moved = [
        after[j].box for i, j in matches.pairs if abs(after[j].box[along] - before[i].box[along] - by) <= WOBBLE_PX
    ]
    if not moved:
        return False
    first, last = min(b[along] for b in moved), max(b[along] + b[extent] for b in moved)
    gone = [before[i].box for i in matches.removed]
    come = [after[j].box for j in matches.added]
    out = [b for b in gone if (b[along] + by < first if by < 0 else b[along] + b[extent] + by > last)]
    into = [b for b in come if (b[along] + b[extent] > last if by < 0 else b[along] < first)]
    return bool(out and into)


def _is_of(offset: Offset, shift: Offset) -> bool:
    """Whether something moved as far as the page scrolled, within the jitter of OCR boxes."""
    return any(shift) and max(abs(a - b) for a, b in zip(offset, shift, strict=True)) <= WOBBLE_PX


def _place(element: UiElement, offset: tuple[int, int]) -> str:
    x, y = centre(element.box)
    return f"({round(x - offset[0])}, {round(y - offset[1])})"
